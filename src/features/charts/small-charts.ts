/** @file The small charts that differ in their series alone, as a table. */
import { words } from '../../i18n/words'
import type { MetricKey } from '../../protocol/metrics'
import type { StepSeries } from './step-frame'
import type { StepsChartSpec } from './steps-chart'

/** The policy's samples beside the base's. */
const besideBase = (policy: MetricKey, base: MetricKey): StepSeries[] => [
  { metric: base, label: words.charts.lines.base, color: 'base', dash: [6, 3] },
  { metric: policy, label: words.charts.lines.policy, color: 'policy', mark: 'circle' },
]

const meaning = (metric: MetricKey): string => words.told.metric.meaning(metric)

export type SmallChart =
  | 'loss'
  | 'gradNorm'
  | 'learningRate'
  | 'kl'
  | 'judge'
  | 'sampleLength'
  | 'repetition'
  | 'ended'
  | 'entropy'

export function smallSpec(chart: SmallChart): StepsChartSpec {
  const { small: text, lines } = words.charts
  const specs: Record<SmallChart, StepsChartSpec> = {
    loss: {
      title: text.loss.title,
      meaning: meaning('loss'),
      howTo: text.loss.howTo,
      units: 'losses',
      series: [
        { metric: 'eval_loss', label: lines.heldOut, color: 'policy', mark: 'circle', dash: [2, 2], width: 1 },
        { metric: 'loss', label: lines.train, color: 'policy', smoothing: 'average' },
      ],
    },
    gradNorm: {
      title: text.gradNorm.title,
      meaning: meaning('grad_norm'),
      howTo: text.gradNorm.howTo,
      series: [{ metric: 'grad_norm', color: 'policy', smoothing: 'average' }],
      targets: (config) =>
        config && config.optimizer.maxGradNorm > 0
          ? [{ value: config.optimizer.maxGradNorm, label: words.charts.targets.clip }]
          : [],
    },
    learningRate: {
      title: text.learningRate.title,
      meaning: meaning('learning_rate'),
      howTo: text.learningRate.howTo,
      series: [{ metric: 'learning_rate', color: 'policy' }],
    },
    kl: {
      title: text.kl.title,
      meaning: meaning('eval_kl/chosen'),
      howTo: text.kl.howTo,
      series: [{ metric: 'eval_kl/chosen', color: 'policy', mark: 'circle' }],
    },
    judge: {
      title: text.judge.title,
      meaning: `${meaning('eval_judge/policy')} ${text.judge.unit}`,
      howTo: text.judge.howTo,
      limits: [0, 1],
      series: besideBase('eval_judge/policy', 'eval_judge/base'),
    },
    sampleLength: {
      title: text.sampleLength.title,
      meaning: `${meaning('eval_samples/length')} ${text.sampleLength.unit}`,
      howTo: text.sampleLength.howTo,
      series: besideBase('eval_samples/length', 'eval_samples/length_base'),
    },
    repetition: {
      title: text.repetition.title,
      meaning: meaning('eval_samples/repetition'),
      howTo: text.repetition.howTo,
      numbers: 'share',
      limits: [0, 1],
      series: besideBase('eval_samples/repetition', 'eval_samples/repetition_base'),
    },
    ended: {
      title: text.ended.title,
      meaning: meaning('eval_samples/eos_rate'),
      howTo: text.ended.howTo,
      numbers: 'share',
      limits: [0, 1],
      series: besideBase('eval_samples/eos_rate', 'eval_samples/eos_rate_base'),
    },
    entropy: {
      title: text.entropy.title,
      meaning: `${meaning('eval_entropy')} ${text.entropy.unit}`,
      howTo: text.entropy.howTo,
      series: [{ metric: 'eval_entropy', color: 'policy', mark: 'circle' }],
    },
  }
  return specs[chart]
}
