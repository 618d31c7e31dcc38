/** @file The order in which a run tells things, and what its first evaluation describes. */
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { goldenExpectations, loadGoldenModel } from '../../../tests/support/golden-models'
import { tokenizedPairs } from '../../../tests/support/golden-pairs'
import type { Judge } from '../../protocol/preference'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { disposeParameters } from '../model/parameters'
import { prepareRun } from './prepare-run'

const NAME = 'rand-llama-gqa-tied'
const STEPS = 3

async function follow({ judge = null, maxNewTokens = 4 }: { judge?: Judge | null; maxNewTokens?: number } = {}) {
  const { pairs } = await goldenExpectations(NAME)
  const { decoder, params } = await loadGoldenModel(NAME)
  const run = await prepareRun({
    model: { decoder, parameters: params, tokenizer: null, chat: null },
    tokenized: { pairs: tokenizedPairs(pairs), dropped: [] },
    config: runConfig.parse({
      data: { heldOutShare: 0.5 },
      optimizer: { learningRate: 5e-3, warmupRatio: 0 },
      training: { batchSize: 1, maxSteps: STEPS },
      evaluation: { evalSteps: 2, samplePrompts: 1 },
      generation: { maxNewTokens },
    }),
    judge,
    memoryBytes: () => 0,
    memoryLimit: null,
  })
  const told: { event: TrainEvent; evaluationFollows: boolean }[] = []
  for await (const { event, evaluationFollows = false } of run.events()) {
    told.push({ event: await event, evaluationFollows })
  }
  run.dispose()
  disposeParameters(params)
  return told
}

describeOnBackends('a run', () => {
  test('tells its first step first; the evaluation of the base behind it still describes the base', async () => {
    const told = await follow()
    const kinds = told.map(({ event }) => ('step' in event ? `${event.type} ${event.step}` : event.type))
    expect(kinds).toEqual([
      'stage',
      ...['step 1', 'eval 0', 'tokens 0', 'samples 0'],
      ...['step 2', 'eval 2', 'tokens 2', 'samples 2'],
      ...['step 3', 'eval 3', 'tokens 3', 'samples 3'],
      'finished 3',
    ])
    const evaluation = (step: number) =>
      told.flatMap(({ event }) => (event.type === 'eval' && event.step === step ? [event] : []))[0]!
    const base = evaluation(0)
    expect(base.metrics['eval_kl/chosen']).toBeCloseTo(0, 6)
    expect(base.metrics['eval_logps_delta/chosen']).toBe(0)
    // The base is its own reference: nothing of the difference between two passes is left.
    for (const margin of base.pairs.margins) expect(margin).toBe(0)
    expect(base.metrics['eval_rewards/accuracies']).toBe(0)
    expect(base.contingency).toMatchObject({ bothRight: 0, rewardRightOnly: 0 })
    expect(Math.abs(evaluation(2).metrics['eval_logps_delta/chosen']!)).toBeGreaterThan(1e-3)
    for (const { event } of told) {
      if (event.type === 'samples' && event.step === 0) expect(event.samples[0]!.policy).toEqual(event.samples[0]!.base)
    }
  })

  test('writes the samples of the base once: they are those of the first evaluation, too', async () => {
    let judged = 0
    const told = await follow({
      judge: () => {
        judged += 1
        return 1
      },
    })
    const evaluations = told.filter(({ event }) => event.type === 'samples').length
    expect(evaluations).toBe(3)
    expect(judged).toBe(evaluations)
  })

  test('says so, once and first, when no prompt leaves room for a sample', async () => {
    const told = await follow({ maxNewTokens: 10_000 })
    const notices = told.flatMap(({ event }) => (event.type === 'notice' ? [event.code] : []))
    expect(notices).toEqual(['no-samples'])
    expect(told[0]!.event.type).toBe('notice')
    expect(told.some(({ event }) => event.type === 'samples')).toBe(false)
  })

  test('says after which event an evaluation comes', async () => {
    const told = await follow()
    told.forEach(({ evaluationFollows }, i) => {
      const next = told[i + 1]?.event.type
      expect(evaluationFollows, `event ${i}`).toBe(['eval', 'tokens', 'samples'].includes(next ?? ''))
    })
  })
})
