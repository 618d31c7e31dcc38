/** @file Runs that train an adapter: stages, references, dropout, continuing from a loaded one, and what stays frozen. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test, vi } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose } from '../../../tests/support/close'
import { goldenExpectations, loadGoldenModel } from '../../../tests/support/golden-models'
import { tokenizedPairs } from '../../../tests/support/golden-pairs'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { cloneTensors, disposeParameters, type Tensors } from '../model/parameters'
import { LogProbCache } from '../preference/log-prob-cache'
import type { LanguageModel } from './language-model'
import { prepareRun } from './prepare-run'
import { beginTuning } from './tuning'

const NAME = 'rand-smollm2-like'

async function openModel(): Promise<LanguageModel> {
  const { decoder, params } = await loadGoldenModel(NAME)
  return { decoder, parameters: params, tokenizer: null, chat: null }
}

/** Any part of a config over that of a short run with an adapter. */
function configOf(parts: { tuning?: object; stages?: object; evaluation?: object; training?: object; data?: object }) {
  return runConfig.parse({
    objective: { name: 'dpo', beta: 0.5 },
    optimizer: { learningRate: 0.02, warmupRatio: 0, schedule: 'constant' },
    generation: { maxNewTokens: 4 },
    ...parts,
    training: { batchSize: 2, maxSteps: 3, ...parts.training },
    tuning: { method: 'lora', rank: 4, alpha: 8, ...parts.tuning },
    data: { heldOutShare: 0, ...parts.data },
    evaluation: { samplePrompts: 0, ...parts.evaluation },
  })
}

async function prepare(model: LanguageModel, config: ReturnType<typeof configOf>) {
  const { pairs } = await goldenExpectations(NAME)
  return prepareRun({
    model,
    tokenized: { pairs: tokenizedPairs(pairs), dropped: [] },
    config,
    judge: null,
    memoryBytes: () => 0,
    memoryLimit: null,
  })
}

async function follow(run: Awaited<ReturnType<typeof prepare>>): Promise<TrainEvent[]> {
  const events: TrainEvent[] = []
  for await (const { event } of run.events()) events.push(await event)
  return events
}

const losses = (events: TrainEvent[]) => events.flatMap((e) => (e.type === 'step' ? [e.metrics.loss!] : []))
const notices = (events: TrainEvent[]) => events.flatMap((e) => (e.type === 'notice' ? [e.message] : []))
const numbersOf = async (tensors: Tensors) =>
  Promise.all([...tensors.values()].map(async (tensor) => Array.from(await tensor.data())))

describeOnBackends('tuning with an adapter', () => {
  test('lowers the loss, leaves every weight of the base as it was, and frees what it made', async () => {
    const model = await openModel()
    const before = await numbersOf(model.parameters as Tensors)
    const tensors = tf.memory().numTensors
    const run = await prepare(model, configOf({ training: { maxSteps: 4, batchSize: 4 } }))
    const told = losses(await follow(run))
    expect(told[0]).toBeCloseTo(Math.LN2, 5)
    expect(told.at(-1)!).toBeLessThan(0.6 * told[0]!)
    run.dispose()
    expect(tf.memory().numTensors - tensors, 'tensors left behind').toBe(0)
    expect(await numbersOf(model.parameters as Tensors)).toEqual(before)
    disposeParameters(model.parameters)
  })

  test('every stage of sDPO begins at ln 2: its reference has the adapter of the stages before it', async () => {
    const model = await openModel()
    const run = await prepare(model, configOf({ stages: { count: 2, split: 'in-order' } }))
    const events = await follow(run)
    const told = losses(events)
    expectClose([told[0]!, told[3]!], [Math.LN2, Math.LN2], 1e-5, 'first losses')
    expect(told[2]!).toBeLessThan(0.69)
    expect(told[5]!).toBeLessThan(0.69)
    expect(notices(events)).toEqual([])
    run.dispose()
    disposeParameters(model.parameters)
  })

  test('dropout acts in training alone: the base and what is evaluated know none of it', async () => {
    const parts = { evaluation: { evalSteps: 3 }, data: { heldOutShare: 0.5 }, training: { batchSize: 2 } }
    const model = await openModel()
    const firstEvaluation = async (dropout: number) => {
      const run = await prepare(model, configOf({ ...parts, tuning: { dropout } }))
      const events = await follow(run)
      const evaluations = events.flatMap((e) => (e.type === 'eval' ? [e.metrics] : []))
      // The run's own policy, once more, without dropout: what the last evaluation must have seen.
      const again = await run.finish('completed', null, 3)
      run.dispose()
      return { events, evaluations, again }
    }
    const [without, dropped] = [await firstEvaluation(0), await firstEvaluation(0.5)]
    expect(losses(dropped.events)).not.toEqual(losses(without.events))
    expect(losses(dropped.events)[0]).toBeCloseTo(Math.LN2, 5)
    expect(dropped.evaluations[0]!['eval_kl/chosen']).toBeCloseTo(0, 6)
    const finished = dropped.events.at(-1)
    if (finished?.type !== 'finished') throw new Error('the run did not finish')
    expect(dropped.again.ranking.map(({ margin }) => margin)).toEqual(finished.ranking.map(({ margin }) => margin))
    disposeParameters(model.parameters)
  })

  test('with dropout, too, every stage of sDPO begins at ln 2: what is compared knows none', async () => {
    const model = await openModel()
    const run = await prepare(model, configOf({ stages: { count: 2, split: 'in-order' }, tuning: { dropout: 0.5 } }))
    const events = await follow(run)
    expectClose([losses(events)[0]!, losses(events)[3]!], [Math.LN2, Math.LN2], 1e-5, 'first losses')
    expect(notices(events)).toEqual([])
    run.dispose()
    disposeParameters(model.parameters)
  })

  test('a loaded adapter is where the run begins; the base is still the model without it', async () => {
    const model = await openModel()
    const first = await prepare(model, configOf({}))
    await follow(first)
    const tensors = cloneTensors(first.trained)
    const { scales, spec } = { scales: new Map<string, number>(), spec: configOf({}).tuning }
    for (const name of tensors.keys()) if (name.endsWith('.lora_A')) scales.set(name.slice(0, -7), 2)
    first.dispose()
    const adapted: LanguageModel = { ...model, adapter: { spec, scales, tensors, alphas: new Map() } }
    const config = configOf({ evaluation: { evalSteps: 3 }, data: { heldOutShare: 0.5 } })
    const second = await prepare(adapted, config)
    const events = await follow(second)
    expect(losses(events)[0]).toBeCloseTo(Math.LN2, 5)
    const [begun] = events.flatMap((e) => (e.type === 'eval' ? [e.metrics] : []))
    expect(begun!['eval_kl/chosen']!).toBeGreaterThan(1e-4)
    expect(Math.abs(begun!['eval_rewards/margins']!)).toBeLessThan(1e-4)
    second.dispose()
    expect(await numbersOf(tensors)).toHaveLength(scales.size * 2)
    const other = configOf({ tuning: { rank: 8 } })
    expect(() => beginTuning(adapted, other)).toThrow(
      expect.objectContaining({ code: 'config/invalid', message: expect.stringContaining('tuning.rank is 8') }),
    )
    const fewer = configOf({ tuning: { targets: ['q_proj'] } })
    expect(() => beginTuning(adapted, fewer)).toThrow(
      expect.objectContaining({
        code: 'config/invalid',
        message: expect.stringContaining('tuning.targets is ["q_proj"]'),
      }),
    )
    const request = vi.spyOn(LogProbCache.prototype, 'request')
    const third = await prepare(adapted, configOf({ training: { batchSize: 1 } }))
    for await (const { event } of third.events()) if ((await event).type === 'step') break
    const asked = request.mock.calls.map(([pairs]) => pairs.length)
    request.mockRestore()
    third.dispose()
    expect(Math.max(...asked), 'pairs asked for at a time before the first step').toBe(1)
    disposeParameters(tensors)
    disposeParameters(model.parameters)
  })

  test('a run that cannot be prepared leaves nothing behind', async () => {
    const model = await openModel()
    const tensors = tf.memory().numTensors
    const broken = { ...model, parameters: new Map() }
    // The pairs are ranked by a base that cannot score them.
    await expect(prepare(broken, configOf({ stages: { count: 2 } }))).rejects.toThrow('no parameter is named')
    expect(tf.memory().numTensors - tensors).toBe(0)
    disposeParameters(model.parameters)
  })

  test('blocks that run again in backward change no figure', async () => {
    const model = await openModel()
    const run = async (recompute: 'on' | 'off') => {
      const training = await prepare(model, configOf({ tuning: { recompute } }))
      const told = losses(await follow(training))
      training.dispose()
      return told
    }
    expect(await run('on')).toEqual(await run('off'))
    disposeParameters(model.parameters)
  })
})
