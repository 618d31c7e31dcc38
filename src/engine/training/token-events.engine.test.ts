/** @file What a run tells of single tokens and single pairs adds up to what it tells of them as a whole. */
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { goldenExpectations, loadGoldenModel } from '../../../tests/support/golden-models'
import { tokenizedPairs } from '../../../tests/support/golden-pairs'
import { runConfig } from '../../protocol/run-config'
import type { EvalEvent, StepEvent, TokensEvent, TrainEvent } from '../../protocol/train-events'
import { disposeParameters } from '../model/parameters'
import { prepareRun } from './prepare-run'

const NAME = 'rand-llama-gqa-tied'
const BETA = 0.5

interface Wishes {
  tokenPairs?: number
  stages?: number
  objective?: object
}

async function follow({ tokenPairs = 12, stages = 1, objective = { name: 'dpo', beta: BETA } }: Wishes = {}) {
  const { pairs } = await goldenExpectations(NAME)
  const { decoder, params } = await loadGoldenModel(NAME)
  const run = await prepareRun({
    model: { decoder, parameters: params, tokenizer: null, chat: null },
    tokenized: { pairs: tokenizedPairs(pairs), dropped: [] },
    config: runConfig.parse({
      objective,
      stages: { count: stages, split: 'in-order' },
      data: { heldOutShare: 0.5 },
      optimizer: { learningRate: 5e-3, warmupRatio: 0, schedule: 'constant' },
      training: { batchSize: 2, maxSteps: 3 },
      // Ends of stages are evaluated although nothing else is.
      evaluation: { evalSteps: 100, samplePrompts: 0, tokenPairs },
    }),
    judge: null,
    memoryBytes: () => 0,
    memoryLimit: null,
  })
  const told: TrainEvent[] = []
  for await (const { event } of run.events()) told.push(await event)
  run.dispose()
  disposeParameters(params)
  return {
    tokens: told.filter((event): event is TokensEvent => event.type === 'tokens'),
    evals: told.filter((event): event is EvalEvent => event.type === 'eval'),
    steps: told.filter((event): event is StepEvent => event.type === 'step'),
  }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: number[]) => sum(values) / values.length

describeOnBackends('tokens and pairs of a run', () => {
  test('the first tokens are those of the base; they add up to its log-probs', async () => {
    const { tokens, evals } = await follow()
    const [first, ...later] = tokens
    expect(first!.step).toBe(0)
    expect(first!.texts).toHaveLength(first!.pairs.length)
    expect(later.every((event) => event.texts === undefined)).toBe(true)
    const { logps } = await goldenExpectations(NAME)
    first!.texts!.forEach(({ row, chosen, rejected }, i) => {
      const pair = first!.pairs[i]!
      expect([chosen.length, rejected.length]).toEqual([pair.chosen.length, pair.rejected.length])
      // The golden model is the policy that its own log-probs were taken of.
      expect(sum(pair.chosen)).toBeCloseTo(logps.policy_chosen[row]!, 3)
      expect(sum(pair.rejected)).toBeCloseTo(logps.policy_rejected[row]!, 3)
    })
    expect(evals.map(({ step }) => step)).toEqual(tokens.map(({ step }) => step))
  })

  test('their means are those that the evaluation tells, pair by pair', async () => {
    const { tokens, evals } = await follow()
    tokens.forEach((event, at) => {
      const { pairs } = evals[at]!
      event.pairs.forEach((pair, i) => {
        expect(pair.chosen).toHaveLength(pairs.lengthsChosen[i]!)
        expect(mean(pair.chosen)).toBeCloseTo(pairs.logpsAvgChosen[i]!, 4)
        expect(mean(pair.rejected)).toBeCloseTo(pairs.logpsAvgRejected[i]!, 4)
      })
    })
    expect(tokens.length).toBeGreaterThan(1)
  })

  test('the end of every stage is told, and is what the rewards of the next one are measured from', async () => {
    const { tokens, evals } = await follow({ stages: 2 })
    expect(tokens.map(({ step }) => step)).toEqual([0, 3, 6])
    const [, reference, end] = tokens
    const margins = evals.find(({ step }) => step === 6)!.pairs.margins
    end!.pairs.forEach((pair, i) => {
      const gained = (side: 'chosen' | 'rejected') => sum(pair[side]) - sum(reference!.pairs[i]![side])
      expect(BETA * (gained('chosen') - gained('rejected'))).toBeCloseTo(margins[i]!, 3)
    })
  })

  test('no more pairs are told than were asked for, and none when none were', async () => {
    expect((await follow({ tokenPairs: 1 })).tokens.every(({ pairs }) => pairs.length === 1)).toBe(true)
    const without = await follow({ tokenPairs: 0 })
    expect(without.tokens).toEqual([])
    expect(without.evals.length).toBeGreaterThan(1)
  })

  test('each pair of a batch is told: their means are the step’s own figures', async () => {
    const { steps } = await follow()
    for (const { metrics, pairs } of steps) {
      expect(pairs!.margins).toHaveLength(2)
      expect(mean(pairs!.margins)).toBeCloseTo(metrics['rewards/margins']!, 4)
      expect(mean(pairs!.losses)).toBeCloseTo(metrics.loss!, 4)
      pairs!.margins.forEach((margin, i) => {
        expect(pairs!.losses[i]).toBeCloseTo(Math.log1p(Math.exp(-margin)), 4)
      })
    }
    expect(steps[0]!.pairs!.margins.every((margin) => Math.abs(margin) < 1e-3)).toBe(true)
  })

  test('a batch without rewards has losses alone', async () => {
    const { steps } = await follow({ objective: { name: 'sft' } })
    for (const { metrics, pairs } of steps) {
      expect(pairs!.margins).toEqual([])
      expect(mean(pairs!.losses)).toBeCloseTo(metrics.loss!, 4)
    }
  })
})
