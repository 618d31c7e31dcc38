/** @file Frames of the plots over held-out pairs: scatters and the histogram. */
import type { PlotFrame, PlotTarget, PlotValues } from '../../components/plot/plot-types'
import type { PairFigures } from '../../protocol/train-events'

const EMPTY: PlotFrame = { x: [], ys: [] }

/** Length against log-prob per token: one line for the chosen completions, one for the rejected. */
export function lengthScatterFrame(pairs: PairFigures | undefined): PlotFrame {
  if (!pairs || pairs.lengthsChosen.length === 0) return EMPTY
  const points = [
    ...pairs.lengthsChosen.map((x, i) => ({ x, chosen: pairs.logpsAvgChosen[i], rejected: undefined })),
    ...pairs.lengthsRejected.map((x, i) => ({ x, chosen: undefined, rejected: pairs.logpsAvgRejected[i] })),
  ].sort((a, b) => a.x - b.x)
  return {
    x: points.map((point) => point.x),
    ys: [points.map((point) => finite(point.chosen)), points.map((point) => finite(point.rejected))],
  }
}

/** Difference in length against reward margin: SimPO's figure 2a. */
export function gapScatterFrame(pairs: PairFigures | undefined): PlotFrame {
  if (!pairs || pairs.margins.length === 0) return EMPTY
  const points = pairs.margins
    .map((margin, i) => ({ x: pairs.lengthsChosen[i]! - pairs.lengthsRejected[i]!, margin }))
    .sort((a, b) => a.x - b.x)
  return {
    x: points.map((point) => point.x),
    ys: [points.map((point) => finite(point.margin))],
    targets: [{ value: 0, label: '', color: 'rule-strong', solid: true }],
  }
}

const finite = (value: number | undefined): number | null | undefined =>
  value === undefined ? undefined : Number.isFinite(value) ? value : null

const MOST_BINS = 24

/** Counts of margins in bins of a round width, a bin's edge always at zero: wrong pairs stand left of it. */
export function marginHistogramFrame(pairs: PairFigures | undefined, targets: PlotTarget[]): PlotFrame {
  const margins = (pairs?.margins ?? []).filter(Number.isFinite)
  if (margins.length === 0) return EMPTY
  const low = Math.min(0, ...margins)
  const high = Math.max(0, ...margins)
  const width = roundUp((high - low) / MOST_BINS || 0.1)
  const first = Math.floor(low / width + 1e-9)
  const count = Math.max(1, Math.ceil(high / width - 1e-9) - first + (high / width === Math.ceil(high / width) ? 1 : 0))
  const counts: PlotValues = new Array(count).fill(0)
  for (const margin of margins) {
    const bin = Math.min(count - 1, Math.max(0, Math.floor(margin / width) - first))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return {
    x: counts.map((_, i) => (first + i + 0.5) * width),
    ys: [counts],
    xRange: [first * width, (first + count) * width],
    fromZero: true,
    targets: targets.map((target) => ({ ...target, axis: 'x', include: false })),
  }
}

function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width))
  return ([1, 2, 5, 10].find((nice) => nice * power >= width * (1 - 1e-9)) ?? 10) * power
}
