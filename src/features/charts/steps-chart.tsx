/** @file Any chart over optimizer steps: its series and a few wishes make it. */

import { type ReactNode, useCallback, useMemo } from 'react'
import type { NumberStyle } from '../../components/plot/number-format'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotTarget } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import { type UnitMismatch, unitMismatch } from '../../store/plots/margin-units'
import { setCursor } from '../../store/plots/plot-view'
import { useChartRun, useHighlight } from './chart-context'
import { overlayLines, withOverlays } from './overlay-lines'
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
  /** In units that depend on the objective: runs of another one can be left out. */
  units?: keyof UnitMismatch
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
  const { figures, config, recorded, smoothing, axis, overlays: all, comparable } = useChartRun()
  const pointing = useHighlight()
  const overlays = useMemo(() => {
    const { units } = spec
    if (!comparable || !units || !config) return all
    return all.filter((overlay) => !unitMismatch(config, overlay.config)[units])
  }, [all, comparable, spec, config])
  const lines = useMemo(() => {
    const own = linesOf(spec.series, smoothing)
    if (overlays.length === 0) return own
    // Raw curves would hide the runs behind them; the table still has their values.
    const calm = own.map((line) => (line.shadow ? { ...line, draw: 'nothing' as const } : line))
    return [...overlayLines(spec.series, overlays, { smoothing, compact }), ...calm]
  }, [spec, overlays, smoothing, compact])
  const frame = useCallback(() => {
    const own = stepFrame(spec.series, figures, {
      smoothing,
      recentSteps: recentSteps(config),
      targets: spec.targets?.(config) ?? [],
      axis,
      config,
    })
    return withOverlays(own, spec.series, overlays, { axis, smoothing })
  }, [spec, figures, config, smoothing, axis, overlays])
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
      xName={words.library.axis[axis]}
      {...(axis !== 'step' && !compact && { xAxis: 'named' as const })}
      onCursor={setCursor}
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
