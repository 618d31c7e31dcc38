import { describe, expect, it } from 'vitest'
import { placeLabels } from './end-labels'

describe('placeLabels', () => {
  const ys = (labels: { y: number }[]) => labels.map((label) => label.y)

  it('leaves labels alone that do not touch', () => {
    expect(
      ys(
        placeLabels(
          [
            { line: 0, y: 10 },
            { line: 1, y: 60 },
          ],
          12,
          0,
          100,
        ),
      ),
    ).toEqual([10, 60])
  })
  it('moves touching labels apart and keeps their order', () => {
    const placed = placeLabels(
      [
        { line: 0, y: 52 },
        { line: 1, y: 50 },
      ],
      12,
      0,
      100,
    )
    expect(placed).toEqual([
      { line: 1, y: 50 },
      { line: 0, y: 62 },
    ])
  })
  it('keeps within the plot at both edges', () => {
    expect(
      ys(
        placeLabels(
          [
            { line: 0, y: 99 },
            { line: 1, y: 100 },
          ],
          12,
          0,
          100,
        ),
      ),
    ).toEqual([88, 100])
    expect(
      ys(
        placeLabels(
          [
            { line: 0, y: -5 },
            { line: 1, y: -4 },
          ],
          12,
          0,
          100,
        ),
      ),
    ).toEqual([0, 12])
  })
})
