/** @file The figures that lessons compare: each read from one evaluation, then summed up over the seeds. */
import type { NumberStyle } from '../../components/plot/number-format'
import type { LessonArm, LessonPoint } from '../../protocol/lesson'
import type { EvalMetric } from '../../protocol/metrics'

interface Figure {
  read: (point: LessonPoint) => number | null
  style: NumberStyle
}

const metric = (key: EvalMetric, style: NumberStyle = 'plain'): Figure => ({
  read: ({ metrics }) => metrics[key] ?? null,
  style,
})

const difference = (from: EvalMetric, subtracted: EvalMetric): Figure => ({
  read: ({ metrics }) => {
    const [a, b] = [metrics[from], metrics[subtracted]]
    return a === null || a === undefined || b === null || b === undefined ? null : a - b
  },
  style: 'plain',
})

/** Pairs that reward and likelihood put into different orders. */
function disagreement({ contingency }: LessonPoint): number | null {
  if (!contingency) return null
  const { bothRight, rewardRightOnly, likelihoodRightOnly, neitherRight } = contingency
  const all = bothRight + rewardRightOnly + likelihoodRightOnly + neitherRight
  return all === 0 ? null : (rewardRightOnly + likelihoodRightOnly) / all
}

export const FIGURES = {
  winRate: metric('eval_win_rate', 'share'),
  judge: metric('eval_judge/policy'),
  kl: metric('eval_kl/chosen'),
  accuracy: metric('eval_rewards/accuracies', 'share'),
  margin: metric('eval_rewards/margins'),
  chosenChange: metric('eval_logps_delta/chosen'),
  rejectedChange: metric('eval_logps_delta/rejected'),
  /** How far the two were driven apart, whatever β makes of it. */
  gap: difference('eval_logps_delta/chosen', 'eval_logps_delta/rejected'),
  chosenPerToken: metric('eval_logps_avg/chosen'),
  lengthBias: difference('eval_length/spearman_within', 'eval_length/spearman_within_base'),
  marginByGap: metric('eval_length/margin_vs_gap'),
  sampleLength: metric('eval_samples/length'),
  disagreement: { read: disagreement, style: 'share' },
} satisfies Record<string, Figure>

export type FigureId = keyof typeof FIGURES

/** Median and range over the seeds. */
export interface Spread {
  median: number
  min: number
  max: number
  n: number
}

export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return null
  const middle = (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.ceil((n - 1) / 2)]!) / 2
  return { median: middle, min: sorted[0]!, max: sorted[n - 1]!, n }
}

export const armOf = (arms: readonly LessonArm[], file: string): LessonArm | undefined =>
  arms.find((arm) => arm.file === file)

/** At the end of its runs; null where the arm was not measured, or has no such figure. */
export function atEnd(arms: readonly LessonArm[], file: string, figure: FigureId): Spread | null {
  const runs = armOf(arms, file)?.runs ?? []
  return spreadOf(
    runs.map(({ points }) => {
      const last = points.at(-1)
      return last ? FIGURES[figure].read(last) : null
    }),
  )
}

/** At each evaluation that all seeds had. */
export function overTime(
  arms: readonly LessonArm[],
  file: string,
  figure: FigureId,
): { step: number; spread: Spread }[] {
  const runs = armOf(arms, file)?.runs ?? []
  return (runs[0]?.points ?? []).flatMap(({ step }) => {
    const points = runs.map(({ points }) => points.find((point) => point.step === step))
    const spread = spreadOf(points.map((point) => (point ? FIGURES[figure].read(point) : null)))
    return spread && points.every(Boolean) ? [{ step, spread }] : []
  })
}
