import { expect, it } from 'vitest'
import { smoothingOf } from './export-plot'
import type { PlotLine } from './plot-types'

const line: PlotLine = { id: 'a', name: 'a', color: 'policy' }

it('says how lines were smoothed, and of the thin one only where it is drawn', () => {
  const raw: PlotLine = { ...line, shadow: true }
  const smooth: PlotLine = { ...line, smoothed: 0.8 }
  expect(smoothingOf([line])).toBeUndefined()
  expect(smoothingOf([raw, smooth])).toBe('smoothed 0.8; thin: raw')
  expect(smoothingOf([{ ...raw, draw: 'nothing' }, smooth])).toBe('smoothed 0.8')
  expect(smoothingOf([raw, { ...line, smoothed: 'recent' }])).toBe('mean of the last 100 pairs or so; thin: raw')
})
