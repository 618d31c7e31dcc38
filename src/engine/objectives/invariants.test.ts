import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type ObjectiveOptions, objectiveOptions } from '../../protocol/objectives'
import type { ObjectiveResult, StepTotals } from './objective'
import { createObjective } from './registry'

beforeAll(() => tf.setBackend('cpu'))

const CHOSEN = [-12.5, -30.1, -4.2, -18.3]
const REJECTED = [-14, -22.7, -9.9, -17.4]
const REF_CHOSEN = [-13, -28, -5.5, -18.1]
const REF_REJECTED = [-13.2, -23, -8, -19.6]
const LENGTHS_CHOSEN = [8, 15, 3, 11]
const LENGTHS_REJECTED = [9, 10, 6, 12]
const STEP: StepTotals = { pairs: 4, chosenTokens: 37 }

interface Inputs {
  chosen?: number[]
  rejected?: number[]
  refChosen?: number[]
  refRejected?: number[]
  lengthsChosen?: number[]
  lengthsRejected?: number[]
  step?: StepTotals
}

type Arrays = { [Key in keyof ObjectiveResult]: number[] }

/** Result as arrays; parsed options, so that defaults need not be said. */
function evaluate(options: { name: string } & Record<string, unknown>, inputs: Inputs = {}): Arrays {
  return tf.tidy(() => {
    const result = createObjective(objectiveOptions.parse(options)).evaluate(
      {
        chosen: tf.tensor1d(inputs.chosen ?? CHOSEN),
        rejected: tf.tensor1d(inputs.rejected ?? REJECTED),
        refChosen: tf.tensor1d(inputs.refChosen ?? REF_CHOSEN),
        refRejected: tf.tensor1d(inputs.refRejected ?? REF_REJECTED),
        lengthsChosen: tf.tensor1d(inputs.lengthsChosen ?? LENGTHS_CHOSEN),
        lengthsRejected: tf.tensor1d(inputs.lengthsRejected ?? LENGTHS_REJECTED),
      },
      inputs.step ?? STEP,
    )
    const entries = Object.entries(result).map(([key, tensor]) => [key, tensor ? Array.from(tensor.dataSync()) : []])
    return Object.fromEntries(entries) as Arrays
  })
}

const expectClose = (actual: number[], expected: number[], tolerance = 1e-5) => {
  expect(actual).toHaveLength(expected.length)
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i]!)))
  })
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

describe('policy equal to reference', () => {
  const cases: [{ name: string } & Record<string, unknown>, number][] = [
    [{ name: 'dpo', beta: 0.3 }, Math.LN2],
    [{ name: 'dpo', labelSmoothing: 0.3 }, Math.LN2],
    [{ name: 'dpo', variant: 'robust', labelSmoothing: 0.3 }, Math.LN2],
    [{ name: 'dpo', variant: 'length-normalised' }, Math.LN2],
    [{ name: 'dpo', variant: 'hinge' }, 1],
    [{ name: 'ipo', beta: 0.5 }, 1],
    [{ name: 'ipo', beta: 0.1, lengthNormalised: false }, 25],
  ]
  it.each(cases)('%o starts at %d, with rewards of 0', (options, expected) => {
    const result = evaluate(options, { refChosen: CHOSEN, refRejected: REJECTED })
    expectClose(
      result.losses,
      CHOSEN.map(() => expected),
    )
    expectClose([...result.rewardsChosen!, ...result.rewardsRejected!], Array<number>(8).fill(0))
    expect(createObjective(objectiveOptions.parse(options)).lossAtReference()).toBeCloseTo(expected, 10)
  })

  it('is not known without a reference', () => {
    for (const name of ['simpo', 'orpo', 'sft'])
      expect(createObjective(objectiveOptions.parse({ name })).lossAtReference()).toBeNull()
  })
})

describe('rewards', () => {
  const everyReward = [
    { name: 'dpo' },
    { name: 'dpo', variant: 'length-normalised' },
    { name: 'ipo' },
    { name: 'simpo' },
    { name: 'simpo', lengthNormalised: false },
    { name: 'orpo' },
  ]
  it.each(everyReward)('%o: swapping chosen and rejected negates every margin', (options) => {
    const margins = ({ rewardsChosen, rewardsRejected }: Arrays) =>
      rewardsChosen!.map((reward, i) => reward - rewardsRejected![i]!)
    const swapped = evaluate(options, {
      chosen: REJECTED,
      rejected: CHOSEN,
      refChosen: REF_REJECTED,
      refRejected: REF_CHOSEN,
      lengthsChosen: LENGTHS_REJECTED,
      lengthsRejected: LENGTHS_CHOSEN,
    })
    expectClose(
      margins(swapped),
      margins(evaluate(options)).map((margin) => -margin),
    )
  })

  it('of SimPO leave gamma out, and order pairs as the log-prob per token does', () => {
    const { rewardsChosen, rewardsRejected } = evaluate({ name: 'simpo', beta: 2, gammaBetaRatio: 0.9 })
    expectClose(
      rewardsChosen!,
      CHOSEN.map((sum, i) => (2 * sum) / LENGTHS_CHOSEN[i]!),
    )
    expectClose(
      rewardsRejected!,
      REJECTED.map((sum, i) => (2 * sum) / LENGTHS_REJECTED[i]!),
    )
  })

  it('are none for SFT', () => expect(evaluate({ name: 'sft' }).rewardsChosen).toEqual([]))
})

describe('options', () => {
  it('gamma is beta times gammaBetaRatio', () => {
    const { losses } = evaluate({ name: 'simpo', beta: 2.5, gammaBetaRatio: 0.55 })
    const z = (i: number) => 2.5 * (CHOSEN[i]! / LENGTHS_CHOSEN[i]! - REJECTED[i]! / LENGTHS_REJECTED[i]!) - 1.375
    expectClose(
      losses,
      [0, 1, 2, 3].map((i) => softplus(-z(i))),
    )
  })

  it('SimPO without length normalisation works on sums', () => {
    const { losses, gradChosen } = evaluate({ name: 'simpo', beta: 0.2, gammaBetaRatio: 0, lengthNormalised: false })
    const z = CHOSEN.map((sum, i) => 0.2 * (sum - REJECTED[i]!))
    expectClose(
      losses,
      z.map((value) => softplus(-value)),
    )
    expectClose(
      gradChosen,
      z.map((value) => -0.05 / (1 + Math.exp(value))),
    )
  })
})

describe('extremes', () => {
  it.each([-400, 400, -88.8, 88.8])('a margin of %d gives finite losses and gradients', (z) => {
    const inputs = { chosen: [z], rejected: [0], refChosen: [0], refRejected: [0], lengthsChosen: [1] }
    const all = { ...inputs, lengthsRejected: [1], step: { pairs: 1, chosenTokens: 1 } }
    const { losses, gradChosen } = evaluate({ name: 'dpo', beta: 1 }, all)
    expectClose(losses, [softplus(-z)])
    expectClose(gradChosen, [-1 / (1 + Math.exp(z))])
  })

  it('keeps the relative precision of a small loss', () => {
    const inputs = { chosen: [20], rejected: [0], refChosen: [0], refRejected: [0], lengthsChosen: [1] }
    const { losses } = evaluate({ name: 'dpo', beta: 1 }, { ...inputs, lengthsRejected: [1] })
    expect(losses[0]! / Math.log1p(Math.exp(-20))).toBeCloseTo(1, 5)
  })

  it('ORPO is finite for a completion of probability one', () => {
    for (const [chosen, rejected] of [
      [0, -1],
      [-1, 0],
      [0, 0],
    ]) {
      const inputs = { chosen: [chosen!], rejected: [rejected!], lengthsChosen: [4], lengthsRejected: [4] }
      const { losses, gradChosen, gradRejected } = evaluate({ name: 'orpo' }, inputs)
      expect([...losses, ...gradChosen, ...gradRejected].every(Number.isFinite)).toBe(true)
    }
  })
})

/** float64 loss of the whole step: what ORPO and the SFT term are defined to be (METRICS.md). */
function stepLoss(options: ObjectiveOptions, chosen: number[], rejected: number[]): number {
  const nll = -chosen.reduce((sum, value) => sum + value, 0) / STEP.chosenTokens
  if (options.name === 'sft') return nll
  const logOdds = (a: number) => a - Math.log(-Math.expm1(a))
  const terms = chosen.map((sum, i) => {
    const a = sum / LENGTHS_CHOSEN[i]!
    const b = rejected[i]! / LENGTHS_REJECTED[i]!
    if (options.name === 'orpo') return -a + options.lambda * softplus(logOdds(b) - logOdds(a))
    if (options.name === 'simpo') return softplus(-(options.beta * (a - b - options.gammaBetaRatio)))
    if (options.name === 'ipo') throw new Error('not a case here')
    return softplus(-options.beta * (sum - REF_CHOSEN[i]! - rejected[i]! + REF_REJECTED[i]!))
  })
  return mean(terms) + options.sftWeight * nll
}

describe('ORPO and the SFT term against float64 finite differences', () => {
  const nearOne = { chosen: [-0.0004, -3, -0.3, -18.3], rejected: [-14, -0.00009, -4, -17.4] }
  const cases: [{ name: string } & Record<string, unknown>, { chosen: number[]; rejected: number[] }][] = [
    [
      { name: 'orpo', lambda: 0.7 },
      { chosen: CHOSEN, rejected: REJECTED },
    ],
    [{ name: 'orpo', lambda: 0.7 }, nearOne],
    [{ name: 'orpo', sftWeight: 0.5 }, nearOne],
    [
      { name: 'dpo', sftWeight: 0.8 },
      { chosen: CHOSEN, rejected: REJECTED },
    ],
    [
      { name: 'simpo', sftWeight: 0.3 },
      { chosen: CHOSEN, rejected: REJECTED },
    ],
    [{ name: 'sft' }, { chosen: CHOSEN, rejected: REJECTED }],
  ]
  it.each(cases)('%o', (given, { chosen, rejected }) => {
    const options = objectiveOptions.parse(given)
    const { losses, gradChosen, gradRejected } = evaluate(given, { chosen, rejected })
    expectClose([mean(losses)], [stepLoss(options, chosen, rejected)])
    const slope = (side: 'chosen' | 'rejected') => (value: number, i: number) => {
      const h = Math.abs(value) * 1e-4
      const at = (shift: number) => {
        const moved = { chosen: [...chosen], rejected: [...rejected] }
        moved[side][i]! += shift
        return stepLoss(options, moved.chosen, moved.rejected)
      }
      return (at(h) - at(-h)) / (2 * h)
    }
    expectClose(gradChosen, chosen.map(slope('chosen')), 1e-5)
    expectClose(gradRejected, rejected.map(slope('rejected')), 1e-5)
  })
})

describe('accumulation', () => {
  it.each([{ name: 'dpo', sftWeight: 0.5 }, { name: 'simpo', sftWeight: 1 }, { name: 'orpo' }, { name: 'sft' }])(
    '%o: micro-batches add up to the step',
    (options) => {
      const whole = evaluate(options)
      const parts = [
        [0, 1],
        [1, 4],
      ].map(([start, end]) => {
        const cut = (values: number[]) => values.slice(start, end)
        return evaluate(options, {
          chosen: cut(CHOSEN),
          rejected: cut(REJECTED),
          refChosen: cut(REF_CHOSEN),
          refRejected: cut(REF_REJECTED),
          lengthsChosen: cut(LENGTHS_CHOSEN),
          lengthsRejected: cut(LENGTHS_REJECTED),
        })
      })
      for (const key of ['losses', 'gradChosen', 'gradRejected'] as const)
        expectClose(
          parts.flatMap((part) => part[key]),
          whole[key],
          1e-6,
        )
    },
  )
})

describe('memory', () => {
  it('keeps nothing but the result', () => {
    const inputs = [CHOSEN, REJECTED, REF_CHOSEN, REF_REJECTED, LENGTHS_CHOSEN, LENGTHS_REJECTED].map((x) =>
      tf.tensor1d(x),
    )
    const [chosen, rejected, refChosen, refRejected, lengthsChosen, lengthsRejected] = inputs as tf.Tensor1D[]
    const logProbs = { chosen, rejected, refChosen, refRejected, lengthsChosen, lengthsRejected } as Parameters<
      ReturnType<typeof createObjective>['evaluate']
    >[0]
    const before = tf.memory().numTensors
    for (const given of [
      { name: 'dpo', sftWeight: 1 },
      { name: 'ipo' },
      { name: 'simpo' },
      { name: 'orpo' },
      { name: 'sft' },
    ]) {
      const result = createObjective(objectiveOptions.parse(given)).evaluate(logProbs, STEP)
      tf.dispose(Object.values(result).filter((tensor) => tensor !== null))
      expect(tf.memory().numTensors).toBe(before)
    }
    tf.dispose(inputs)
  })
})

describe('missing inputs', () => {
  it('are refused by name', () => {
    const column = tf.tensor1d([1])
    const none = { refChosen: null, refRejected: null, lengthsChosen: column }
    const evaluateDpo = (rejected: tf.Tensor1D | null) =>
      createObjective(objectiveOptions.parse({ name: 'dpo' })).evaluate(
        { ...none, chosen: column, rejected, lengthsRejected: rejected },
        STEP,
      )
    expect(() => evaluateDpo(null)).toThrow(/no rejected/)
    expect(() => evaluateDpo(column)).toThrow(/no reference/)
  })
})
