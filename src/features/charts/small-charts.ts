/** @file The small charts that differ in their series alone, as a table. */
import { type MetricKey, metricInfo } from '../../protocol/metrics'
import type { StepSeries } from './step-frame'
import type { StepsChartSpec } from './steps-chart'

/** The policy's samples beside the base's. */
const besideBase = (policy: MetricKey, base: MetricKey): StepSeries[] => [
  { metric: base, label: 'base', color: 'base', dash: [6, 3] },
  { metric: policy, label: 'policy', color: 'policy', mark: 'circle' },
]

const meaning = (metric: MetricKey): string => metricInfo(metric).meaning

export type SmallChart = keyof typeof SMALL_CHARTS

export const SMALL_CHARTS = {
  loss: {
    title: 'Loss',
    meaning: meaning('loss'),
    howTo: 'Falling is learning; 0.693 is where a sigmoid objective begins. It says nothing about the text.',
    series: [
      { metric: 'eval_loss', label: 'held out', color: 'policy', mark: 'circle', dash: [2, 2], width: 1 },
      { metric: 'loss', label: 'train', color: 'policy', smoothing: 'average' },
    ],
  },
  gradNorm: {
    title: 'Gradient norm',
    meaning: meaning('grad_norm'),
    howTo:
      'Above the dashed line gradients are clipped. A spike is a hard batch; steady growth is a learning rate too high.',
    series: [{ metric: 'grad_norm', color: 'policy', smoothing: 'average' }],
    targets: (config) =>
      config && config.optimizer.maxGradNorm > 0 ? [{ value: config.optimizer.maxGradNorm, label: 'clip' }] : [],
  },
  learningRate: {
    title: 'Learning rate',
    meaning: meaning('learning_rate'),
    howTo: 'Warm-up, then decay; every stage begins anew.',
    series: [{ metric: 'learning_rate', color: 'policy' }],
  },
  kl: {
    title: 'KL from base',
    meaning: meaning('eval_kl/chosen'),
    howTo: 'How far the policy has gone; beyond about 0.5 nats per token text tends to break.',
    series: [{ metric: 'eval_kl/chosen', color: 'policy', mark: 'circle' }],
  },
  judge: {
    title: 'Judge score',
    meaning: `${meaning('eval_judge/policy')} From 0 to 1.`,
    howTo: 'Higher is what was really wanted, whatever the objective says.',
    limits: [0, 1],
    series: besideBase('eval_judge/policy', 'eval_judge/base'),
  },
  sampleLength: {
    title: 'Sample length',
    meaning: `${meaning('eval_samples/length')} In tokens.`,
    howTo: 'Growing far beyond the base: length is being exploited.',
    series: besideBase('eval_samples/length', 'eval_samples/length_base'),
  },
  repetition: {
    title: 'Repetition',
    meaning: meaning('eval_samples/repetition'),
    howTo: 'Rising: the policy repeats itself, the usual end of over-optimisation.',
    numbers: 'share',
    limits: [0, 1],
    series: besideBase('eval_samples/repetition', 'eval_samples/repetition_base'),
  },
  ended: {
    title: 'Ended samples',
    meaning: meaning('eval_samples/eos_rate'),
    howTo: 'Falling: the policy forgets how to stop.',
    numbers: 'share',
    limits: [0, 1],
    series: besideBase('eval_samples/eos_rate', 'eval_samples/eos_rate_base'),
  },
  entropy: {
    title: 'Entropy',
    meaning: `${meaning('eval_entropy')} In nats per token.`,
    howTo: 'Falling: the policy becomes surer and less varied.',
    series: [{ metric: 'eval_entropy', color: 'policy', mark: 'circle' }],
  },
} satisfies Record<string, StepsChartSpec>
