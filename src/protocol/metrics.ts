/** @file Every figure by its key: name to show, unit, meaning. The page, the exports and the tests read this table. */

export interface MetricInfo {
  label: string
  unit: string
  meaning: string
}

const info = (label: string, unit: string, meaning: string): MetricInfo => ({ label, unit, meaning })

/** Measured on every optimizer step; with the prefix `eval_` on the held-out pairs too, where it makes sense. */
export const STEP_METRICS = {
  loss: info('loss', 'nats', 'Mean of the objective over the pairs.'),
  'rewards/chosen': info(
    'reward, chosen',
    'reward',
    'What the objective counts as the reward of the chosen completion.',
  ),
  'rewards/rejected': info('reward, rejected', 'reward', 'The same for the rejected completion.'),
  'rewards/margins': info('reward margin', 'reward', 'Chosen reward minus rejected reward, mean over pairs.'),
  'rewards/accuracies': info(
    'reward accuracy',
    'share',
    'Share of pairs whose chosen reward is the larger; a tie is wrong.',
  ),
  'logps/chosen': info(
    'log-prob, chosen',
    'nats',
    'Log-probability of the whole chosen completion, summed over its tokens.',
  ),
  'logps/rejected': info('log-prob, rejected', 'nats', 'The same for the rejected completion.'),
  'logps_avg/chosen': info(
    'log-prob per token, chosen',
    'nats per token',
    'Log-probability of the chosen completion divided by its tokens.',
  ),
  'logps_avg/rejected': info('log-prob per token, rejected', 'nats per token', 'The same for the rejected completion.'),
  'logps_delta/chosen': info('change of log-prob, chosen', 'nats', 'Log-probability now minus that of the base model.'),
  'logps_delta/rejected': info('change of log-prob, rejected', 'nats', 'The same for the rejected completion.'),
  'lengths/chosen': info('length, chosen', 'tokens', 'Mean length of the chosen completions.'),
  'lengths/rejected': info('length, rejected', 'tokens', 'Mean length of the rejected completions.'),
  grad_norm: info('gradient norm', '', 'Global norm of the gradient before clipping.'),
  learning_rate: info('learning rate', '', 'Step size of the optimizer.'),
  epoch: info('epoch', 'passes', 'Passes over the pairs of this stage.'),
  stage: info('stage', '', 'Stage of sDPO, from 1; 0 is the SFT warm-up.'),
  num_tokens: info('tokens', 'tokens', 'Tokens processed so far, prompts included.'),
  tokens_per_second: info('speed', 'tokens per second', 'Tokens of this step by the time it took.'),
  step_seconds: info('step time', 's', 'Time of this optimizer step.'),
  gpu_bytes: info('memory', 'bytes', 'Memory that the backend holds for tensors.'),
} as const

/** Measured on held-out pairs and samples alone. */
export const EVAL_METRICS = {
  'eval_length/spearman': info(
    'length correlation',
    'ρ',
    'Spearman correlation of log-prob per token with length, chosen and rejected pooled.',
  ),
  'eval_length/spearman_within': info(
    'length correlation within sides',
    'ρ',
    'Mean of the correlation within chosen and within rejected: free of the preference itself.',
  ),
  'eval_length/spearman_within_base': info(
    'length correlation of the base',
    'ρ',
    'The same for the model before the run.',
  ),
  'eval_length/margin_vs_gap': info(
    'margin against length gap',
    'ρ',
    'Spearman correlation of the reward margin with the difference in length.',
  ),
  'eval_kl/chosen': info(
    'KL from the base',
    'nats per token',
    'Kullback-Leibler divergence of policy from base on chosen tokens, exact over the vocabulary.',
  ),
  eval_entropy: info('entropy', 'nats per token', 'Mean entropy of the policy over completion tokens.'),
  'eval_rewards/cumulative_margin': info(
    'cumulative margin',
    'reward',
    'Reward margin against the model before stage 1.',
  ),
  eval_win_rate: info(
    'win rate',
    'share',
    "Share of held-out prompts where the judge scores the policy's sample above the base's; ties count half.",
  ),
  'eval_judge/policy': info('judge score, policy', '0 to 1', "Mean judge score of the policy's samples."),
  'eval_judge/base': info('judge score, base', '0 to 1', "Mean judge score of the base's samples."),
  'eval_samples/length': info('sample length', 'tokens', "Mean length of the policy's samples."),
  'eval_samples/length_base': info('sample length, base', 'tokens', "Mean length of the base's samples."),
  'eval_samples/eos_rate': info('ended samples', 'share', "Share of the policy's samples that ended by themselves."),
  'eval_samples/eos_rate_base': info(
    'ended samples, base',
    'share',
    "Share of the base's samples that ended by themselves.",
  ),
  'eval_samples/repetition': info('repetition', 'share', "Share of repeated 4-grams in the policy's samples."),
  'eval_samples/repetition_base': info('repetition, base', 'share', "Share of repeated 4-grams in the base's samples."),
  eval_base_nats_per_byte: info(
    'foreignness',
    'nats per byte',
    'How surprised the base model is by the chosen completions.',
  ),
} as const

export type StepMetric = keyof typeof STEP_METRICS
export type HeldOutMetric =
  `eval_${Extract<StepMetric, 'loss' | `rewards/${string}` | `logps${string}` | `lengths/${string}`>}`
export type EvalMetric = keyof typeof EVAL_METRICS | HeldOutMetric
export type MetricKey = StepMetric | EvalMetric

/** A figure that is undefined (a constant correlation, an objective without rewards) is null, shown as n/a. */
export type StepMetrics = Partial<Record<StepMetric, number | null>>
export type EvalMetrics = Partial<Record<EvalMetric, number | null>>

/** Label, unit and meaning of any key; a held-out key reads as its training twin on held-out pairs. */
export function metricInfo(key: MetricKey): MetricInfo {
  if (key in EVAL_METRICS) return EVAL_METRICS[key as keyof typeof EVAL_METRICS]
  if (key in STEP_METRICS) return STEP_METRICS[key as StepMetric]
  const twin = STEP_METRICS[key.slice('eval_'.length) as StepMetric]
  return { ...twin, label: `${twin.label}, held out`, meaning: `${twin.meaning} On held-out pairs.` }
}
