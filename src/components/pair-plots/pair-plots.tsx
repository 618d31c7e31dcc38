/** @file Plots over the held-out pairs of one moment: two scatters and two histograms. */
import { useCallback, useMemo } from 'react'
import { words } from '../../i18n/words'
import type { PairFigures } from '../../protocol/train-events'
import { PlotFigure, type PlotFigureProps } from '../plot/plot-figure'
import type { PlotLine, PlotTarget } from '../plot/plot-types'
import { gapScatterFrame, lengthScatterFrame, logpHistogramFrame, marginHistogramFrame } from './pair-frames'

export interface PairMoment {
  pairs: PairFigures | undefined
  /** The pairs at all evaluations of the run, where the axes must stand still between them. */
  over?: readonly PairFigures[]
}

/** What each of these plots knows by itself; the title may be another one. */
type Own = 'title' | 'lines' | 'frame' | 'xName' | 'xAxis'

export interface PairPlotProps extends Omit<PlotFigureProps, Own> {
  title?: string
  /** Must stay the same function while it tells of the same moment. */
  at: () => PairMoment
}

/** Reward margin against the difference in length. */
export function GapScatterPlot({ at, ...props }: PairPlotProps) {
  const { gap, lines: names, x } = words.charts
  const lines = useMemo<PlotLine[]>(
    () => [{ id: 'eval_rewards/margins', name: names.margin, color: 'policy', mark: 'circle', draw: 'marks' }],
    [names.margin],
  )
  const frame = useCallback(() => {
    const { pairs, over } = at()
    return gapScatterFrame(pairs, over)
  }, [at])
  return (
    <PlotFigure
      title={gap.title}
      meaning={gap.meaning}
      howTo={gap.howTo}
      lines={lines}
      frame={frame}
      xName={x.tokens}
      xAxis="named"
      {...props}
    />
  )
}

/** Log-prob per token of each completion against its length. */
export function LengthScatterPlot({ at, ...props }: PairPlotProps) {
  const { length, lines: names, x } = words.charts
  const lines = useMemo<PlotLine[]>(
    () => [
      { id: 'logps_avg/chosen', name: names.chosen, color: 'chosen', mark: 'circle', draw: 'marks' },
      { id: 'logps_avg/rejected', name: names.rejected, color: 'rejected', mark: 'square', draw: 'marks' },
    ],
    [names.chosen, names.rejected],
  )
  const frame = useCallback(() => {
    const { pairs, over } = at()
    return lengthScatterFrame(pairs, over)
  }, [at])
  return (
    <PlotFigure
      title={length.scatter}
      meaning={length.scatterMeaning}
      lines={lines}
      frame={frame}
      xName={x.tokens}
      xAxis="named"
      scalable={false}
      {...props}
    />
  )
}

/** How the margins are spread. */
export function MarginHistogramPlot({ at, targets, ...props }: PairPlotProps & { targets: () => PlotTarget[] }) {
  const { histogram, lines: names, x } = words.charts
  const lines = useMemo<PlotLine[]>(
    () => [{ id: 'eval_rewards/margins', name: names.pairs, color: 'policy', draw: 'bars' }],
    [names.pairs],
  )
  const frame = useCallback(() => {
    const { pairs, over } = at()
    return marginHistogramFrame(pairs, targets(), over)
  }, [at, targets])
  return (
    <PlotFigure
      title={histogram.title}
      meaning={histogram.meaning}
      howTo={histogram.howTo}
      lines={lines}
      frame={frame}
      xName={x.margin}
      xAxis="plain"
      numbers="count"
      scalable={false}
      {...props}
    />
  )
}

/** How likely the chosen completions are, per token. */
export function LogpHistogramPlot({ at, ...props }: PairPlotProps) {
  const { likelihood } = words.inside.spread
  const lines = useMemo<PlotLine[]>(
    () => [{ id: 'eval_logps_avg/chosen', name: words.charts.lines.pairs, color: 'chosen', draw: 'bars' }],
    [],
  )
  const frame = useCallback(() => {
    const { pairs, over } = at()
    return logpHistogramFrame(pairs, over)
  }, [at])
  return (
    <PlotFigure
      title={likelihood.title}
      meaning={likelihood.meaning}
      howTo={likelihood.howTo}
      lines={lines}
      frame={frame}
      xName={likelihood.x}
      xAxis="plain"
      numbers="count"
      scalable={false}
      {...props}
    />
  )
}
