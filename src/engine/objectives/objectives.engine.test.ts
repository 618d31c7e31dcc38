/** @file Every objective against the public reference implementations, and at its extremes, on wasm and on WebGPU. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose } from '../../../tests/support/close'
import { countDispatches } from '../../../tests/support/dispatches'
import { goldenCases, goldenError } from '../../../tests/support/golden-losses'
import { expectNoLeak } from '../../../tests/support/leaks'
import { type ObjectiveOptions, objectiveOptions } from '../../protocol/objectives'
import { createRandom } from '../../protocol/random'
import { scalarFunction } from '../ops/scalar-function'
import { NUMBERS, type Scalars } from '../ops/scalars'
import { dpo } from './dpo'
import { ipo } from './ipo'
import type { Pair, PairResult, RowLogProbs } from './objective'
import { orpo } from './orpo'
import { createObjective } from './registry'
import { simpo } from './simpo'
import { oneMinusExp, softplus } from './stable-log'

const OPTIONS = [
  { name: 'dpo' },
  { name: 'dpo', beta: 2, labelSmoothing: 0.2 },
  { name: 'dpo', variant: 'robust', labelSmoothing: 0.2 },
  { name: 'dpo', variant: 'hinge' },
  { name: 'dpo', variant: 'length-normalised', beta: 5 },
  { name: 'ipo' },
  { name: 'ipo', lengthNormalised: false },
  { name: 'simpo' },
  { name: 'simpo', variant: 'hinge', lengthNormalised: false },
  { name: 'orpo', lambda: 0.7 },
].map((options) => objectiveOptions.parse(options))

/** Ordinary completions, then certain ones, hopeless ones, and margins that no exponential survives. Odd in number. */
const PAIRS: Pair<number>[] = [
  ...Array.from({ length: 70 }, (_, i) => {
    const random = createRandom(i, 'pairs')
    const logProb = () => -Math.abs(40 * random.normal())
    const length = () => Math.ceil(30 * Math.abs(random.normal()))
    return pair(logProb(), logProb(), length(), length(), logProb(), logProb())
  }),
  ...[0, -1e-7, -1e-3, -400, -2000, -1e6, -1e12, -1e18].flatMap((extreme) => [
    pair(extreme, -7, 4, 3, -7, -8),
    pair(-7, extreme, 4, 3, -7, -8),
    pair(extreme, extreme, 4, 4, extreme, -1),
  ]),
  pair(-20, -20, 7, 7, -20, -20),
]

function pair(...[chosen, rejected, lengthChosen, lengthRejected, refChosen, refRejected]: number[]): Pair<number> {
  const [a, b, c, d, e, f] = [chosen, rejected, lengthChosen, lengthRejected, refChosen, refRejected].map((x) =>
    Math.fround(x!),
  ) as [number, number, number, number, number, number]
  return { chosen: a, rejected: b, lengthChosen: c, lengthRejected: d, refChosen: e, refRejected: f }
}

function rowsOf(options: ObjectiveOptions, pairs: Pair<number>[]): RowLogProbs {
  const { needsReference, needsRejected } = createObjective(options)
  const column = (...keys: (keyof Pair<number>)[]) =>
    keys.slice(0, needsRejected ? 2 : 1).flatMap((key) => pairs.map((pair) => pair[key]))
  const references = needsReference ? column('refChosen', 'refRejected') : []
  return {
    sums: tf.tensor1d(column('chosen', 'rejected')),
    known: tf.tensor1d([...column('lengthChosen', 'lengthRejected'), ...references]),
  }
}

/** Results of a step with these pairs alone, by pair: loss, both sums, both rewards, both gradients. */
async function evaluateRows(options: ObjectiveOptions, pairs: Pair<number>[]): Promise<number[][]> {
  const rows = rowsOf(options, pairs)
  const result = createObjective(options).evaluateRows(rows, { pairs: 1, chosenTokens: 1 })
  const values = [...(await result.columns.data()), ...(await result.rowGradients.data())]
  tf.dispose([rows.sums, rows.known, result.columns, result.rowGradients])
  return pairs.map((_, i) => values.filter((_, at) => at % pairs.length === i))
}

function formula(options: ObjectiveOptions): <S>(m: Scalars<S>, pair: Pair<S>) => PairResult<S> {
  if (options.name === 'dpo') return dpo(options).evaluate
  if (options.name === 'ipo') return ipo(options).evaluate
  if (options.name === 'simpo') return simpo(options).evaluate
  if (options.name === 'orpo') return orpo(options).evaluate
  throw new Error('not a case here')
}

describeOnBackends('objectives', (backend) => {
  // One test for all: fifty names would say no more than the one that fails.
  it('agree with all fifty golden cases', async () => {
    for (const testCase of goldenCases) {
      const error = await goldenError(testCase)
      for (const [figure, value] of Object.entries(error))
        expect(value, `${figure} of ${testCase.title}, in units of the tolerance`).toBeLessThan(1)
    }
  })

  it.each(OPTIONS)('%o is the same formula in double precision', async (options) => {
    const actual = await evaluateRows(options, PAIRS)
    const exact = (pair: Pair<number>) => {
      const { loss, rewardChosen, rewardRejected, gradChosen, gradRejected } = formula(options)(NUMBERS, pair)
      return [loss, pair.chosen, pair.rejected, rewardChosen, rewardRejected, gradChosen, gradRejected].map(Math.fround)
    }
    PAIRS.forEach((pair, i) => {
      const expected = exact(pair)
      // A rounding error is no worse than inputs that were a few roundings off.
      const slack = expected.map((value) => 1e-5 * Math.abs(value) + 1e-37)
      for (const key of Object.keys(pair) as (keyof Pair<number>)[]) {
        for (const factor of [1 - 2 ** -21, 1 + 2 ** -21]) {
          exact({ ...pair, [key]: pair[key] * factor }).forEach((value, c) => {
            slack[c]! += Math.abs(value - expected[c]!)
          })
        }
      }
      expected.forEach((value, c) => {
        if (!Number.isFinite(value)) expect(actual[i]![c], `pair ${i}, figure ${c}`).toBe(value)
        else expectClose([actual[i]![c]!], [value], slack[c]!, `pair ${i}, figure ${c}`)
      })
    })
  })

  it('a log-prob that is not finite shows in its own pair, and in no other', async () => {
    for (const options of [...OPTIONS, objectiveOptions.parse({ name: 'dpo', sftWeight: 1 })]) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const key of ['chosen', 'rejected'] as const) {
          const sound = PAIRS.slice(0, 3)
          const broken = sound.map((pair, i) => (i === 1 ? { ...pair, [key]: value } : pair))
          const actual = await evaluateRows(options, broken)
          const expected = await evaluateRows(options, sound)
          expect(actual[1], `${options.name} with ${key} ${value}`).toEqual(expected[1]!.map(() => Number.NaN))
          expect([actual[0], actual[2]]).toEqual([expected[0], expected[2]])
        }
      }
    }
    const options = objectiveOptions.parse({ name: 'sft' })
    const [sft] = await evaluateRows(options, [{ ...PAIRS[0]!, chosen: Number.NaN }])
    expect(sft).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  it('give the same in rows and in columns, and leave nothing behind', async () => {
    const step = { pairs: 9, chosenTokens: 40 }
    for (const options of [...OPTIONS, objectiveOptions.parse({ name: 'simpo', sftWeight: 0.5 })]) {
      const objective = createObjective(options)
      const column = (key: keyof Pair<number>) => tf.tensor1d(PAIRS.map((pair) => pair[key]))
      await expectNoLeak(async () => {
        const logProbs = {
          chosen: column('chosen'),
          rejected: column('rejected'),
          refChosen: column('refChosen'),
          refRejected: column('refRejected'),
          lengthsChosen: column('lengthChosen'),
          lengthsRejected: column('lengthRejected'),
        }
        const rows = rowsOf(options, PAIRS)
        const apart = objective.evaluate(logProbs, step)
        const packed = objective.evaluateRows(rows, step)
        const { losses, rewardsChosen, rewardsRejected, gradChosen, gradRejected } = apart
        const given = [losses, logProbs.chosen, logProbs.rejected, rewardsChosen!, rewardsRejected!]
        const values = async (tensors: tf.Tensor[]) => {
          const read: number[] = []
          for (const tensor of tensors) read.push(...(await tensor.data()))
          return read
        }
        expect(await values([packed.columns])).toEqual(await values(given))
        expect(await values([packed.rowGradients])).toEqual(await values([gradChosen, gradRejected]))
        tf.dispose([...given, gradChosen, gradRejected, packed, rows, logProbs])
      })
    }
  })

  if (backend === 'webgpu') {
    it('cost one dispatch', () => {
      for (const options of OPTIONS) {
        const rows = rowsOf(options, PAIRS)
        const evaluate = () => createObjective(options).evaluateRows(rows, { pairs: 9, chosenTokens: 40 })
        const { result, dispatches } = countDispatches(evaluate)
        expect(dispatches, options.name).toBe(1)
        tf.dispose([result, rows])
      }
    })
  }

  it('softplus keeps its relative precision from -80 to 400', async () => {
    const x = [-400, -80, -40, -20, -5, -1, -1e-3, 0, 1e-3, 1, 5, 40, 400]
    const exact = x.map((v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))))
    const [values, slopes] = await onTensors(x, ['value', 'slope'], softplus)
    expectRelative(values!, exact)
    expectRelative(
      slopes!,
      x.map((v) => 1 / (1 + Math.exp(-v))),
    )
  })

  it('1 - e^-x keeps its relative precision near 0', async () => {
    const x = [1e-6, 1e-4, 0.01, 0.3, 0.499, 0.501, 2, 30, 400]
    const [values] = await onTensors(x, ['value'], (m, x) => ({ value: oneMinusExp(m, x) }))
    expectRelative(
      values!,
      x.map((v) => -Math.expm1(-v)),
    )
  })
})

/** A function of one number on the backend in use. */
async function onTensors<Out extends string>(
  x: number[],
  outputs: Out[],
  evaluate: <S>(m: Scalars<S>, x: S) => Record<Out, S>,
): Promise<ArrayLike<number>[]> {
  const input = tf.tensor1d(x)
  const results = scalarFunction({
    name: 'tested',
    inputs: ['x'],
    params: [],
    outputs: outputs.map((name) => [name]),
    evaluate: (m, { x }) => evaluate(m, x),
  })(x.length, [input], {})
  const values = await Promise.all(results.map((result) => result.data()))
  tf.dispose([input, ...results])
  return values
}

/** Within 1e-5: WebGPU allows e^x itself an error that grows with |x|. What float32 cannot hold must be 0. */
function expectRelative(actual: ArrayLike<number>, exact: number[]): void {
  const ratios = exact.map((value, i) => (value < 1e-45 ? 1 + actual[i]! : actual[i]! / value))
  expectClose(
    ratios,
    exact.map(() => 1),
    1e-5,
  )
}
