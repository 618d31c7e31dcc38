/** @file How a run looks wherever it is drawn beside others: colour and dashes, by its place in the palette. */
import type { ColorName } from '../theme'

export interface RunLook {
  color: ColorName
  dash: number[]
}

/** The first of the palette, ink, is the run that is shown. */
const COLORS: ColorName[] = ['run-2', 'run-3', 'run-4', 'run-5', 'run-6']
const DASHES = [
  [8, 4],
  [2, 3],
  [10, 3, 2, 3],
  [4, 4],
  [10, 3, 2, 3, 2, 3],
]

/** Neighbours differ in both; twenty-five places differ from each other in one at least. */
export function runLook(place: number): RunLook {
  const round = Math.floor(place / COLORS.length)
  return { color: COLORS[place % COLORS.length]!, dash: DASHES[(place + round) % DASHES.length]! }
}
