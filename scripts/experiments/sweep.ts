/**
 * @file Finds presets: a grid over learning rate and the objective's own numbers, on one built-in set.
 * `node scripts/run.mjs scripts/experiments/sweep.ts --set polite --method dpo [--steps 120] [--out FILE]`
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { digits, type Outcome, runExperiment } from './run-experiment'

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'polite' },
    method: { type: 'string', default: 'dpo' },
    steps: { type: 'string', default: '120' },
    rates: { type: 'string', default: '3e-5,1e-4,3e-4' },
    betas: { type: 'string' },
    ratios: { type: 'string' },
    out: { type: 'string' },
  },
})

const numbers = (text: string | undefined, fallback: number[]) => text?.split(',').map(Number) ?? fallback
const rates = numbers(values.rates, [])
const betas = numbers(values.betas, values.method === 'simpo' ? [2, 10] : [0.1, 0.3])
const ratios = values.method === 'simpo' ? numbers(values.ratios, [0.3]) : [0]

interface Row extends Outcome {
  learningRate: number
  beta: number
  gammaBetaRatio: number
}

const rows: Row[] = []
for (const learningRate of rates)
  for (const beta of betas)
    for (const gammaBetaRatio of ratios) {
      const objective = values.method === 'simpo' ? { name: 'simpo', beta, gammaBetaRatio } : { name: 'dpo', beta }
      const outcome = await runExperiment({
        sources: [values.set],
        objective,
        optimizer: { learningRate },
        training: { maxSteps: Number(values.steps) },
        evaluation: { evalSteps: Number(values.steps), samplePrompts: 60 },
        backend: 'wasm',
      })
      rows.push({ learningRate, beta, gammaBetaRatio, ...outcome })
      console.log(describe(rows.at(-1)!))
    }

if (values.out) {
  mkdirSync(dirname(values.out), { recursive: true })
  writeFileSync(values.out, `${JSON.stringify({ set: values.set, method: values.method, rows }, null, 1)}\n`)
}

function describe({ learningRate, beta, gammaBetaRatio, metrics, lengthBias, seconds }: Row): string {
  return [
    `${values.set} ${values.method} lr ${learningRate} beta ${beta} ratio ${gammaBetaRatio}`,
    `win ${digits(metrics.eval_win_rate)} judge ${digits(metrics['eval_judge/base'])} -> ${digits(metrics['eval_judge/policy'])}`,
    `accuracy ${digits(metrics['eval_rewards/accuracies'])} KL ${digits(metrics['eval_kl/chosen'])}`,
    `length ${digits(metrics['eval_samples/length_base'], 1)} -> ${digits(metrics['eval_samples/length'], 1)}`,
    `eos ${digits(metrics['eval_samples/eos_rate_base'], 2)} -> ${digits(metrics['eval_samples/eos_rate'], 2)}`,
    `repeats ${digits(metrics['eval_samples/repetition_base'])} -> ${digits(metrics['eval_samples/repetition'])}`,
    `rho ${digits(lengthBias)}  ${seconds.toFixed(0)} s`,
  ].join(' | ')
}
