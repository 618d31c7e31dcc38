/** @file Any chart over optimizer steps: its series and a few wishes make it. */

import { type ReactNode, useCallback, useMemo } from 'react'
import type { NumberStyle } from '../../components/plot/number-format'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotTarget } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import { useChartRun, useHighlight } from './chart-context'
import { linesOf, type StepSeries, stepFrame } from './step-frame'
import { recentSteps, type Summary, summarise } from './summary'

export interface StepsChartSpec {
  title: string
  meaning: string
  unit?: string
  howTo: string
  series: readonly StepSeries[]
  numbers?: NumberStyle
  limits?: [number, number]
  targets?: (config: RunConfig | null) => PlotTarget[]
  emptyText?: string
}

export interface StepsChartProps {
  spec: StepsChartSpec
  compact?: boolean
  control?: ReactNode
  /** A second plot in the same card. */
  beside?: ReactNode
  notes?: ReactNode
  reading?: (summary: Summary) => string
}

/** All charts over steps share one cursor. */
const SYNC = 'steps'

export function StepsChart({ spec, compact = false, control, beside, notes, reading }: StepsChartProps) {
  const { figures, config, recorded, smoothing } = useChartRun()
  const pointing = useHighlight()
  const lines = useMemo(() => linesOf(spec.series, smoothing), [spec, smoothing])
  const frame = useCallback(
    () =>
      stepFrame(spec.series, figures, {
        smoothing,
        recentSteps: recentSteps(config),
        targets: spec.targets?.(config) ?? [],
      }),
    [spec, figures, config, smoothing],
  )
  const read = useCallback(() => reading?.(summarise(figures, config)) ?? '', [reading, figures, config])
  return (
    <PlotFigure
      source={figures}
      title={spec.title}
      meaning={spec.meaning}
      unit={spec.unit}
      howTo={spec.howTo}
      lines={lines}
      frame={frame}
      xName={words.charts.x.step}
      sync={SYNC}
      faint={recorded}
      compact={compact}
      control={control}
      beside={beside}
      notes={notes}
      reading={reading && read}
      emptyText={spec.emptyText}
      {...(spec.numbers && { numbers: spec.numbers })}
      {...(spec.limits && { limits: spec.limits })}
      {...pointing}
    />
  )
}
