/** @file Eight optimizer steps against PyTorch's, in float64: losses, norms and every weight at the end. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose, expectCloseInNorm } from '../../../tests/support/close'
import {
  GOLDEN_MODELS,
  type GoldenModel,
  goldenExpectations,
  goldenTensors,
  loadGoldenModel,
  withoutKeyBias,
} from '../../../tests/support/golden-models'
import { goldenReference, tokenizedPairs } from '../../../tests/support/golden-pairs'
import { type ObjectiveOptions, objectiveOptions } from '../../protocol/objectives'
import { runConfig } from '../../protocol/run-config'
import { toStored } from '../checkpoint/hf-folder'
import { cloneTensors, disposeParameters, type Tensors } from '../model/parameters'
import { createObjective } from '../objectives/registry'
import { AdamW } from './adamw'
import { prepareRun } from './prepare-run'
import { optimizerStep, type StepFigures } from './step'

/** The reference's optimizer: AdamW of PyTorch on all parameters. */
const OPTIMIZER = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }
const LEARNING_RATE = 5e-3
const LOSS = 1e-5
/** Of a matrix as a whole: where a gradient is float noise around zero, Adam makes a full step of either sign of it. */
const WEIGHTS = 2e-4

interface Trajectory {
  objective: ObjectiveOptions
  maxGradNorm: number
  /** Parts that each step's pairs are split into. */
  gradientAccumulation?: number
}

/** Full-batch steps from the golden model; also its weights afterwards, as a file would hold them. */
async function follow(name: GoldenModel, { objective, maxGradNorm, gradientAccumulation = 1 }: Trajectory) {
  const expected = await goldenExpectations(name)
  const { pairs } = expected
  const { decoder, params } = await loadGoldenModel(name)
  const optimizer = new AdamW(params as Tensors, { ...OPTIMIZER, maxGradNorm })
  disposeParameters(params)
  const reference = goldenReference(expected)
  const figures: StepFigures[] = []
  for (let step = 0; step < 8; step++) {
    const output = optimizerStep({
      decoder,
      base: new Map(),
      optimizer,
      objective: createObjective(objective),
      pairs: tokenizedPairs(pairs),
      reference: objective.name === 'dpo' ? reference : null,
      learningRate: LEARNING_RATE,
      gradientAccumulation,
      padId: 0,
    })
    figures.push(await output.figures)
  }
  const weights = await toStored(decoder, optimizer.parameters)
  optimizer.dispose()
  return { figures, weights }
}

function expectTrajectory(figures: StepFigures[], losses: number[], norms: number[]): void {
  figures.forEach(({ loss, gradNorm }, step) => {
    // Losses of late SimPO steps are near 1e-3: 1e-5 of a loss that began near 1.
    expectClose([loss], [losses[step]!], LOSS * Math.max(1, losses[step]!), `loss of step ${step}`)
    expectClose([gradNorm], [norms[step]!], 1e-4 * Math.max(1, norms[step]!), `gradient norm of step ${step}`)
  })
}

const dpo = objectiveOptions.parse({ name: 'dpo', beta: 0.1 })
const simpo = objectiveOptions.parse({ name: 'simpo', beta: 2, gammaBetaRatio: 0.25 })

describeOnBackends('trajectories', (backend) => {
  describe.each(GOLDEN_MODELS)('%s', (name) => {
    test('8 steps of DPO: losses, norms, and every weight at the end', async () => {
      const expected = (await goldenExpectations(name)).training.dpo_8_steps
      const { figures, weights } = await follow(name, { objective: dpo, maxGradNorm: 0 })
      expectTrajectory(figures, expected.losses, expected.grad_norms)
      for (const [weight, { values }] of await goldenTensors(name, 'after_dpo8.f64.safetensors')) {
        const kept = (numbers: ArrayLike<number>) => withoutKeyBias(weight, numbers)
        expectCloseInNorm(kept(weights.get(weight)!.values), kept(values), WEIGHTS, weight)
      }
    })

    test('8 steps of DPO clipped at a norm of 1', async () => {
      const expected = (await goldenExpectations(name)).training['dpo_8_steps_clip1.0']
      const { figures } = await follow(name, { objective: dpo, maxGradNorm: 1 })
      expectTrajectory(figures, expected.losses, expected.grad_norms_before_clip)
    })

    test('8 steps of SimPO', async () => {
      const expected = (await goldenExpectations(name)).training.simpo_8_steps
      const { figures, weights } = await follow(name, { objective: simpo, maxGradNorm: 0 })
      expectTrajectory(figures, expected.losses, expected.grad_norms)
      for (const [weight, { values }] of await goldenTensors(name, 'after_simpo8.f64.safetensors')) {
        const kept = (numbers: ArrayLike<number>) => withoutKeyBias(weight, numbers)
        expectCloseInNorm(kept(weights.get(weight)!.values), kept(values), WEIGHTS, weight)
      }
    })

    test('two stages of sDPO: the second refers to what the first left, and each begins at ln 2', async () => {
      const { pairs, training } = await goldenExpectations(name)
      const { stage1, stage2 } = training.sdpo_2x4_steps
      const { decoder, params } = await loadGoldenModel(name)
      const before = tf.memory().numTensors
      const run = await prepareRun({
        model: { decoder, parameters: params, tokenizer: null, chat: null },
        tokenized: { pairs: tokenizedPairs(pairs), dropped: [] },
        config: runConfig.parse({
          objective: { name: 'dpo', beta: 0.1 },
          stages: { count: 2, split: 'in-order' },
          data: { heldOutShare: 0 },
          optimizer: {
            ...OPTIMIZER,
            learningRate: LEARNING_RATE,
            schedule: 'constant',
            warmupRatio: 0,
            maxGradNorm: 0,
          },
          training: { batchSize: 2, maxSteps: 4 },
          evaluation: { samplePrompts: 0 },
        }),
        judge: null,
        memoryBytes: () => 0,
        memoryLimit: null,
      })
      const losses: number[] = []
      const notices: string[] = []
      for await (const emission of run.events()) {
        const event = await emission.event
        if (event.type === 'step') losses.push(event.metrics.loss!)
        if (event.type === 'notice') notices.push(event.message)
      }
      expectClose(losses, [...stage1.losses, ...stage2.losses], LOSS, 'losses')
      expectClose([losses[0]!, losses[4]!], [Math.LN2, Math.LN2], 1e-6, 'first losses')
      expect(notices).toEqual([])
      run.dispose()
      expect(tf.memory().numTensors - before, 'tensors left behind').toBe(0)
      disposeParameters(params)
    })
  })

  test('a batch of 4 equals 2 accumulated batches of 2', async () => {
    const whole = await follow('rand-llama-gqa-tied', { objective: dpo, maxGradNorm: 1 })
    const parts = await follow('rand-llama-gqa-tied', { objective: dpo, maxGradNorm: 1, gradientAccumulation: 2 })
    parts.figures.forEach((figures, step) => {
      expectClose([figures.loss], [whole.figures[step]!.loss], LOSS, `loss of step ${step}`)
    })
  })

  test('a gradient that is not finite changes no weight, then or later', async () => {
    const { decoder, params } = await loadGoldenModel('rand-llama-gqa-tied')
    const optimizer = new AdamW(params as Tensors, { ...OPTIMIZER, maxGradNorm: 1 })
    const gradients = (value: number) => new Map([...params].map(([key, { shape }]) => [key, tf.fill(shape, value)]))
    for (const value of [Number.NaN, 1]) {
      const given = gradients(value)
      const gradNorm = optimizer.step(given, LEARNING_RATE)
      const stored = await toStored(decoder, optimizer.parameters)
      for (const [key, { values }] of await toStored(decoder, params)) expectClose(stored.get(key)!.values, values, 0)
      disposeParameters(given)
      gradNorm.dispose()
    }
    optimizer.dispose()
    disposeParameters(params)
  })

  test('the optimizer leaves the parameters it was given as they were', async () => {
    const { params } = await loadGoldenModel('rand-gpt2')
    const copy = new Map<string, unknown>()
    for (const [key, tensor] of params as Tensors) copy.set(key, await tensor.array())
    const optimizer = new AdamW(params as Tensors, { ...OPTIMIZER, maxGradNorm: 1 })
    const given = cloneTensors(params as Tensors)
    const gradNorm = optimizer.step(given, LEARNING_RATE)
    for (const [key, tensor] of params as Tensors)
      expect(await tensor.array(), `${key} on ${backend}`).toEqual(copy.get(key))
    for (const map of [params, given]) disposeParameters(map)
    gradNorm.dispose()
    optimizer.dispose()
  })
})
