/** @file Tunes every arm with the same budget, then runs each winner on three seeds, records the runs and the medians. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digits, median, type Outcome, runExperiment } from './run-experiment'

const TUNING_SEED = 100
const SEEDS = [1, 2, 3]
const OUT = 'public/runs'

export interface Arm {
  name: string
  /** Configurations to choose from; absent when another arm's choice is taken. */
  candidates?: object[]
  tunedAs?: string
  /** Part of the config that makes the arm. */
  extra?: object
}

export interface Comparison {
  name: string
  set: string
  common: object
  arms: Arm[]
}

interface ArmResult {
  name: string
  chosen: object
  tuning: { candidate: object; judge: number | null }[]
  runs: (Pick<Outcome, 'metrics' | 'lengthBias'> & { seed: number; file: string })[]
  medians: Record<string, number>
}

/** What is compared; the rest of an evaluation stays in the recording. */
const COMPARED = [
  'eval_judge/policy',
  'eval_win_rate',
  'eval_rewards/accuracies',
  'eval_length/spearman',
  'eval_length/spearman_within',
  'eval_length/spearman_within_base',
  'eval_kl/chosen',
  'eval_samples/length',
] as const

export async function compareArms({ name, set, common, arms }: Comparison): Promise<void> {
  const results: ArmResult[] = []
  for (const arm of arms) {
    const config = (candidate: object, seed: number) => ({
      backend: 'wasm',
      sources: [set],
      seed,
      evaluation: { evalSteps: 40, samplePrompts: 60 },
      ...common,
      ...arm.extra,
      ...candidate,
    })
    const tuning: ArmResult['tuning'] = []
    for (const candidate of arm.candidates ?? []) {
      const { metrics } = await runExperiment(config(candidate, TUNING_SEED))
      tuning.push({ candidate, judge: metrics['eval_judge/policy'] ?? null })
      console.log(`${arm.name} ${JSON.stringify(candidate)}: judge ${digits(metrics['eval_judge/policy'])}`)
    }
    const borrowed = results.find((result) => result.name === arm.tunedAs)
    const chosen = borrowed?.chosen ?? [...tuning].sort((a, b) => (b.judge ?? 0) - (a.judge ?? 0))[0]!.candidate
    const runs: ArmResult['runs'] = []
    for (const seed of SEEDS) {
      const file = `${name}-${arm.name}-seed${seed}.json`
      const outcome = await runExperiment(config(chosen, seed), `${arm.name}, seed ${seed}`, join(OUT, file))
      const { metrics, lengthBias } = outcome
      runs.push({ seed, file, metrics, lengthBias })
      const figures = COMPARED.map((key) => `${key} ${digits(metrics[key])}`).join('  ')
      console.log(`${arm.name} seed ${seed}: ρ within minus base ${digits(lengthBias)}  ${figures}`)
    }
    const medians: ArmResult['medians'] = { lengthBias: median(runs.map((run) => run.lengthBias)) }
    for (const key of COMPARED) medians[key] = median(runs.map((run) => run.metrics[key] ?? Number.NaN))
    results.push({ name: arm.name, chosen, tuning, runs, medians })
  }
  mkdirSync(OUT, { recursive: true })
  writeFileSync(join(OUT, `${name}.json`), `${JSON.stringify({ name, set, common, results }, null, 1)}\n`)
  for (const { name, chosen, medians } of results)
    console.log(
      `\n${name} (${JSON.stringify(chosen)})\n${Object.entries(medians)
        .map(([key, value]) => `  ${key} ${digits(value)}`)
        .join('\n')}`,
    )
}
