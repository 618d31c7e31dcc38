/**
 * @file The runs behind the lessons: for each lesson a few arms that differ in one thing, three seeds each. Every run's
 * figures go into `public/lessons/NAME.json`; the first seed of each arm is recorded for the page.
 *
 * Decided before looking: model, data, seeds 1 to 3, and what is compared. The settings that drive a model too far were
 * found with seed 100.
 * `node scripts/run.mjs scripts/experiments/lessons.ts [NAME ...]`
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordRun } from '../../src/cli/record-run'
import type { EvalMetrics } from '../../src/protocol/metrics'
import { parseRunConfig } from '../../src/protocol/parse-run-config'
import type { RecordedRun } from '../../src/protocol/recorded-run'
import type { Contingency, EvalEvent } from '../../src/protocol/train-events'
import { digits } from './run-experiment'
import { slim } from './slim-recording'

const SEEDS = [1, 2, 3]
const RECORDINGS = 'public/runs'
const RESULTS = 'public/lessons'

interface Arm {
  /** Of its recording: `lesson-` and this, `.json`. */
  file: string
  name: string
  config: object
}

interface Experiment {
  name: string
  arms: Arm[]
}

/** One evaluation of one run, with what lessons speak of. */
interface Point {
  step: number
  metrics: EvalMetrics
  contingency: Contingency | null
}

interface ArmResult extends Arm {
  runs: { seed: number; points: Point[] }[]
}

const dpo = (beta: number, more: object = {}) => ({
  objective: { name: 'dpo', beta, ...more },
  optimizer: { learningRate: 2.5e-4 },
  training: { maxSteps: 150 },
})
const simpo = (gammaBetaRatio: number, learningRate = 5e-5) => ({
  objective: { name: 'simpo', beta: 2, gammaBetaRatio },
  optimizer: { learningRate },
  training: { maxSteps: 120 },
})
/** Far more than the data can bear. */
const hard = (beta: number, more: object = {}) => ({
  objective: { name: 'dpo', beta, ...more },
  optimizer: { learningRate: 1e-3 },
  training: { maxSteps: 200 },
  evaluation: { evalSteps: 20 },
})
const noisy = (config: object, labelNoise = 0.3) => ({ ...config, data: { labelNoise } })

const EXPERIMENTS: Experiment[] = [
  {
    name: 'beta',
    arms: [0.1, 0.3, 1, 3, 10].map((beta) => ({ file: `beta-${beta}`, name: `DPO, β ${beta}`, config: dpo(beta) })),
  },
  {
    name: 'chosen-falls',
    arms: [
      { file: 'falls-dpo', name: 'DPO, β 0.1, learning rate 1e-3', config: hard(0.1) },
      { file: 'falls-sft', name: 'the same with SFT weight 0.5', config: hard(0.1, { sftWeight: 0.5 }) },
      { file: 'falls-beta', name: 'the same with β 5', config: hard(5) },
    ],
  },
  {
    name: 'noise',
    arms: [
      { file: 'noise-none', name: 'no noise', config: dpo(1) },
      { file: 'noise-dpo', name: '30% swapped, DPO', config: noisy(dpo(1)) },
      {
        file: 'noise-smoothed',
        name: '30% swapped, label smoothing 0.3',
        config: noisy(dpo(1, { labelSmoothing: 0.3 })),
      },
      {
        file: 'noise-robust',
        name: '30% swapped, robust DPO',
        config: noisy(dpo(1, { variant: 'robust', labelSmoothing: 0.3 })),
      },
    ],
  },
  {
    name: 'gamma',
    arms: [0, 0.3, 0.8, 1.6, 3.2].map((ratio) => ({
      file: `gamma-${ratio}`,
      name: `SimPO, γ/β ${ratio}`,
      config: simpo(ratio),
    })),
  },
  {
    // Decided after looking at the one above, whose margins stay far below γ; the rate was found with seed 100.
    name: 'gamma-fast',
    arms: [0, 0.3, 0.8, 1.6, 3.2].map((ratio) => ({
      file: `gamma-fast-${ratio}`,
      name: `SimPO, γ/β ${ratio}, learning rate 2e-4`,
      config: simpo(ratio, 2e-4),
    })),
  },
]

async function measure(arm: Arm): Promise<ArmResult> {
  const runs: ArmResult['runs'] = []
  for (const seed of SEEDS) {
    const config = parseRunConfig({
      backend: 'wasm',
      sources: ['polite'],
      seed,
      ...arm.config,
      evaluation: { evalSteps: 30, samplePrompts: 60, ...(arm.config as { evaluation?: object }).evaluation },
    })
    const { recording, training } = await recordRun(config, `${arm.name}, seed ${seed}`, () => {})
    training.dispose()
    const points = recording.events
      .filter((event): event is EvalEvent => event.type === 'eval')
      .map(({ step, metrics, contingency }) => ({ step, metrics, contingency }))
      .sort((a, b) => a.step - b.step)
    runs.push({ seed, points })
    if (seed === SEEDS[0]) record(arm, { ...recording, name: arm.name })
    const last = points.at(-1)!.metrics
    const figure = (key: keyof EvalMetrics) => `${key} ${digits(last[key])}`
    const told = ['eval_win_rate', 'eval_kl/chosen', 'eval_rewards/accuracies', 'eval_logps_delta/chosen'] as const
    console.log(`${arm.name}, seed ${seed}: ${told.map(figure).join('  ')}`)
  }
  return { ...arm, runs }
}

function record(arm: Arm, recording: RecordedRun): void {
  mkdirSync(RECORDINGS, { recursive: true })
  writeFileSync(join(RECORDINGS, `lesson-${arm.file}.json`), `${JSON.stringify(slim(recording))}\n`)
}

/** What was measured is not measured again, so that a cut costs one arm. */
async function perform({ name, arms }: Experiment): Promise<void> {
  const file = join(RESULTS, `${name}.json`)
  const done: ArmResult[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).arms : []
  for (const arm of arms) {
    if (done.some((result) => JSON.stringify(result.config) === JSON.stringify(arm.config) && result.file === arm.file))
      continue
    done.push(await measure(arm))
    mkdirSync(RESULTS, { recursive: true })
    writeFileSync(file, `${JSON.stringify({ name, arms: done }, null, 1)}\n`)
  }
}

const asked = process.argv.slice(2)
for (const experiment of EXPERIMENTS)
  if (asked.length === 0 || asked.includes(experiment.name)) await perform(experiment)
