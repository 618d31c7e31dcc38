/** @file Places labels at the ends of lines so that none covers another. */

export interface EndLabel {
  /** Index of the line. */
  line: number
  /** Where the line ends, in pixels. */
  y: number
}

/** Moves labels apart by at least `height`, as little as it can, within `top` and `bottom`; keeps their order. */
export function placeLabels(labels: readonly EndLabel[], height: number, top: number, bottom: number): EndLabel[] {
  const placed = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label }))
  let floor = top
  for (const label of placed) {
    label.y = Math.max(label.y, floor)
    floor = label.y + height
  }
  // What was pushed below the bottom goes back up, and takes with it what it meets.
  let ceiling = bottom
  for (let i = placed.length - 1; i >= 0; i--) {
    const label = placed[i]!
    label.y = Math.min(label.y, ceiling)
    ceiling = label.y - height
  }
  return placed
}
