/** @file The same run as TRL would have logged it, and in which figures the two logs differ. */
import type { MetricKey } from '../protocol/metrics'
import type { ObjectiveOptions } from '../protocol/objectives'
import type { RunConfig } from '../protocol/run-config'
import type { TrainEvent } from '../protocol/train-events'
import { jsonLines } from './metrics'

/** TRL's names, each beside the figure here that has its meaning; null where none has. */
type TrlKeys = Record<string, MetricKey | null>

const REWARDS = ['chosen', 'rejected', 'accuracies', 'margins'] as const

/** Of one objective, without the prefix of held-out figures. */
function keysFor(objective: ObjectiveOptions): TrlKeys {
  const keys: TrlKeys = { loss: 'loss' }
  if (objective.name === 'sft') return keys
  for (const name of REWARDS) keys[`rewards/${name}`] = rewardsDiffer(objective) ? null : `rewards/${name}`
  for (const side of ['chosen', 'rejected'] as const) {
    keys[`logps/${side}`] = logsMeans(objective) ? `logps_avg/${side}` : `logps/${side}`
  }
  return keys
}

/** TRL's CPO and ORPO trainers log a mean per token where their losses take one. */
const logsMeans = (objective: ObjectiveOptions): boolean =>
  objective.name === 'orpo' || (objective.name === 'simpo' && objective.lengthNormalised)

/** TRL's DPO trainer logs β times the summed log-ratio, whatever the loss makes of it. */
const rewardsDiffer = (objective: ObjectiveOptions): boolean =>
  (objective.name === 'dpo' && objective.variant === 'length-normalised') ||
  (objective.name === 'ipo' && objective.lengthNormalised)

const TRAINER_KEYS = ['grad_norm', 'learning_rate', 'epoch', 'num_tokens'] as const

/** One object per step and per evaluation, with TRL's keys in TRL's meaning; what has no equal here is left out. */
export function trlLog(events: readonly TrainEvent[], { objective }: Pick<RunConfig, 'objective'>): string {
  const keys = Object.entries(keysFor(objective))
  const rows = events.flatMap((event) => {
    if (event.type !== 'step' && event.type !== 'eval') return []
    const metrics: Partial<Record<string, number | null>> = event.metrics
    const prefix = event.type === 'eval' ? 'eval_' : ''
    const row: Record<string, number> = { step: event.step }
    const take = (name: string, key: string) => {
      const value = metrics[key]
      if (typeof value === 'number') row[name] = value
    }
    for (const [name, key] of keys) if (key) take(`${prefix}${name}`, `${prefix}${key}`)
    if (event.type === 'step') for (const key of TRAINER_KEYS) take(key, key)
    return [row]
  })
  return jsonLines(rows)
}

/** What lies in a folder of figures, and what the two kinds of log mean by the same name. */
export function metricsReadme({ objective }: Pick<RunConfig, 'objective'>): string {
  const differences = [
    logsMeans(objective)
      ? '- `logps/*`: here the **sum** over the tokens of a completion; in `metrics-trl.jsonl` the **mean per token**, as the TRL trainer of this objective logs it (here: `logps_avg/*`).'
      : '- `logps/*`: the sum over the tokens of a completion in both files.',
    rewardsDiffer(objective)
      ? '- `rewards/*` are left out of `metrics-trl.jsonl`: TRL logs β times the summed log-ratio, this objective counts it per token, and the sum was not kept.'
      : '- `rewards/*` mean the same in both files.',
    '- `epoch` counts the passes of the stage; TRL begins anew with every stage as well, since each is a run of its own there.',
    '- TRL logs `entropy`, `mean_token_accuracy` and `logits/*`, too: they are not measured on training batches here and are left out.',
    '- `num_tokens` counts prompts and completions of the batches, as there.',
  ]
  return `# Figures of the run

| file | what it is |
|---|---|
| \`metrics.csv\` | a row per optimizer step (\`kind\` is \`step\`) and per evaluation (\`eval\`); an empty cell was not measured, or is undefined |
| \`metrics.jsonl\` | the same, one JSON object a line |
| \`metrics-trl.jsonl\` | what TRL would have logged, with TRL's keys in TRL's meaning |

Log-probs are in nats. A figure with the prefix \`eval_\` is of held-out pairs.

## Where the same name means another thing

${differences.join('\n')}
`
}
