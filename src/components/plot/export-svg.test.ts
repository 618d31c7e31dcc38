import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { niceTicks } from './export-axes'
import { plotSvg, type SvgPlot, segments } from './export-svg'
import { PRINT_COLORS } from './print-colors'
import { isWellFormed } from './well-formed-for-tests'

const PLOT: SvgPlot = {
  title: 'Margin <&> "now"',
  unit: 'reward',
  xName: 'step',
  caption: 'brave otter · DPO · β 1',
  lines: [
    { id: 'a', name: 'train', color: 'policy' },
    { id: 'b', name: 'held <out>', color: 'chosen', mark: 'circle', dash: [2, 2] },
  ],
  frame: {
    x: [0, 1, 2, 3, 4],
    ys: [
      [0, 1, null, 2, -3],
      [0.5, undefined, undefined, undefined, 1.5],
    ],
    targets: [{ value: 0, label: 'γ = 1' }],
  },
}

describe('a plot as SVG', () => {
  const svg = plotSvg(PLOT)

  it('is well-formed, whatever is in its texts', () => {
    expect(isWellFormed(svg)).toBe(true)
    expect(isWellFormed(plotSvg({ ...PLOT, title: 'a\u0000\ud800b</svg>' }))).toBe(true)
  })

  it('has title, units, axis names, a legend and the small print', () => {
    for (const text of [
      'Margin &#60;&#38;&#62;',
      '>reward<',
      '>step<',
      '>train<',
      '>held &#60;out&#62;<',
      'β 1',
      'γ = 1',
    ]) {
      expect(svg).toContain(text)
    }
  })

  it('draws every value inside its axes, in the order of the values', () => {
    const frame = /<clipPath[^>]*><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(svg)!
    const [left, top, width, height] = frame.slice(1).map(Number) as [number, number, number, number]
    const lines = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) =>
      points!.split(' ').map((point) => point.split(',').map(Number) as [number, number]),
    )
    expect(lines.map((points) => points.length)).toEqual([2, 2, 2])
    for (const [x, y] of lines.flat()) {
      expect(x).toBeGreaterThanOrEqual(left)
      expect(x).toBeLessThanOrEqual(left + width)
      expect(y).toBeGreaterThanOrEqual(top)
      expect(y).toBeLessThanOrEqual(top + height)
    }
    // Larger is higher up.
    const [first, second, third, fourth] = lines.flat().map(([, y]) => y) as [number, number, number, number]
    expect(second).toBeLessThan(first)
    expect(third).toBeLessThan(second)
    expect(fourth).toBeGreaterThan(first)
  })

  it('draws one mark per value and none for what is missing', () => {
    expect(svg.match(/<circle/g)).toHaveLength(2 + 1)
  })

  it('says what would be there when nothing is', () => {
    const empty = plotSvg({ ...PLOT, frame: { x: [], ys: [[], []] }, emptyText: 'Nothing yet.' })
    expect(isWellFormed(empty)).toBe(true)
    expect(empty).toContain('Nothing yet.')
    expect(empty).not.toContain('<polyline')
  })
})

it('ends a line at a gap and, where it begins anew, at the edge of a band', () => {
  const frame = {
    x: [1, 2, 3, 4],
    ys: [[1, 2, 3, 4]],
    bands: [
      { from: 0.5, to: 2.5, label: '1' },
      { from: 2.5, to: 4.5, label: '2' },
    ],
  }
  const line = { id: 'a', name: 'a', color: 'policy' } as const
  expect(segments(line, frame, 0)).toHaveLength(1)
  expect(segments({ ...line, breaks: true }, frame, 0).map((part) => part.map(({ y }) => y))).toEqual([
    [1, 2],
    [3, 4],
  ])
})

it('writes round values at the axes', () => {
  expect(niceTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10])
  expect(niceTicks(-0.13, 0.21, 4)).toEqual([-0.1, 0, 0.1, 0.2])
  expect(niceTicks(3, 3, 4)).toEqual([3])
})

it('has the colours of the light theme', () => {
  const css = readFileSync('src/components/theme.css', 'utf8')
  const light = css.slice(0, css.indexOf("[data-mantine-color-scheme='dark']"))
  const colors = Object.entries(PRINT_COLORS).map(([name]) => [
    name,
    new RegExp(`--color-${name}: (#\\w+);`).exec(light)?.[1],
  ])
  expect(Object.fromEntries(colors)).toEqual(PRINT_COLORS)
})
