/** @file Frames of the plots over held-out pairs: scatters and histograms. */
import type { PairFigures } from '../../protocol/train-events'
import type { PlotFrame, PlotTarget, PlotValues } from '../plot/plot-types'

const EMPTY: PlotFrame = { x: [], ys: [] }

/**
 * `over`, everywhere here: the same pairs at all evaluations of the run. Where it is given the axes reach over all of
 * them, so that they stand still while the run's time is scrubbed.
 */
type Over = readonly PairFigures[]

/** Length against log-prob per token: one line for the chosen completions, one for the rejected. */
export function lengthScatterFrame(pairs: PairFigures | undefined, over?: Over): PlotFrame {
  if (!pairs || pairs.lengthsChosen.length === 0) return EMPTY
  const points = [
    ...pairs.lengthsChosen.map((x, i) => ({ x, chosen: pairs.logpsAvgChosen[i], rejected: undefined })),
    ...pairs.lengthsRejected.map((x, i) => ({ x, chosen: undefined, rejected: pairs.logpsAvgRejected[i] })),
  ].sort((a, b) => a.x - b.x)
  return {
    x: points.map((point) => point.x),
    ys: [points.map((point) => finite(point.chosen)), points.map((point) => finite(point.rejected))],
    ...(over && { yRange: extent(over.flatMap((at) => [...at.logpsAvgChosen, ...at.logpsAvgRejected])) }),
  }
}

/** Difference in length against reward margin: SimPO's figure 2a. */
export function gapScatterFrame(pairs: PairFigures | undefined, over?: Over): PlotFrame {
  if (!pairs || pairs.margins.length === 0) return EMPTY
  const points = pairs.margins
    .map((margin, i) => ({ x: pairs.lengthsChosen[i]! - pairs.lengthsRejected[i]!, margin }))
    .sort((a, b) => a.x - b.x)
  return {
    x: points.map((point) => point.x),
    ys: [points.map((point) => finite(point.margin))],
    targets: [{ value: 0, label: '', color: 'rule-strong', solid: true }],
    ...(over && { yRange: extent(over.flatMap((at) => at.margins)) }),
  }
}

const finite = (value: number | undefined): number | null | undefined =>
  value === undefined ? undefined : Number.isFinite(value) ? value : null

/** Counts of margins, a bin's edge always at zero: wrong pairs stand left of it. */
export function marginHistogramFrame(pairs: PairFigures | undefined, targets: PlotTarget[], over?: Over): PlotFrame {
  return histogramFrame(
    pairs?.margins ?? [],
    [0],
    targets,
    over?.map((at) => at.margins),
  )
}

/** Counts of the chosen completions' log-prob per token: SimPO's figure 3c. */
export function logpHistogramFrame(pairs: PairFigures | undefined, over?: Over): PlotFrame {
  return histogramFrame(
    pairs?.logpsAvgChosen ?? [],
    [],
    [],
    over?.map((at) => at.logpsAvgChosen),
  )
}

const MOST_BINS = 24

/** Bins of a round width, whose edges are its multiples; they reach out to `include`. */
function histogramFrame(
  values: readonly number[],
  include: readonly number[],
  targets: PlotTarget[],
  over: readonly (readonly number[])[] = [values],
): PlotFrame {
  const shown = values.filter(Number.isFinite)
  if (shown.length === 0) return EMPTY
  const [low, high] = extent([...include, ...shown, ...over.flat()])
  const width = roundUp((high - low) / MOST_BINS || 0.1)
  const first = Math.floor(low / width + 1e-9)
  const count = Math.max(1, Math.ceil(high / width - 1e-9) - first + (high / width === Math.ceil(high / width) ? 1 : 0))
  const countOf = (among: readonly number[]): number[] => {
    const counts = new Array<number>(count).fill(0)
    for (const value of among) {
      if (Number.isFinite(value)) counts[Math.min(count - 1, Math.max(0, Math.floor(value / width) - first))]! += 1
    }
    return counts
  }
  const counts: PlotValues = countOf(shown)
  return {
    x: counts.map((_, i) => (first + i + 0.5) * width),
    ys: [counts],
    xRange: [first * width, (first + count) * width],
    yRange: [0, Math.max(...over.flatMap(countOf))],
    fromZero: true,
    targets: targets.map((target) => ({ ...target, axis: 'x', include: false })),
  }
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return [low, high]
}

function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width))
  return ([1, 2, 5, 10].find((nice) => nice * power >= width * (1 - 1e-9)) ?? 10) * power
}
