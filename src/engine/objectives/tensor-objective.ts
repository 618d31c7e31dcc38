/** @file An objective on tensors, from its formula for one pair. */
import * as tf from '@tensorflow/tfjs-core'
import { tidy } from '../ops/memory'
import { scalarFunction } from '../ops/scalar-function'
import type { Formula, Scalars } from '../ops/scalars'
import type { Objective, Pair, PairLogProbs, PairResult, StepTotals, Totals } from './objective'

/** What an objective is but for tensors. Without a rejected side, that side's results and both rewards do not count. */
export interface PairObjective extends Omit<Objective, 'evaluate' | 'evaluateRows'> {
  /** Loss and gradients as in `ObjectiveResult`. */
  evaluate<S>(m: Scalars<S>, pair: Pair<S>, step: Totals<S>): PairResult<S>
}

type Input = keyof Pair<unknown>
type Output = keyof PairResult<unknown> | 'chosen' | 'rejected'

export function tensorObjective(objective: PairObjective): Objective {
  const { needsRejected } = objective
  const sides = needsRejected ? 2 : 1
  const formula = pairFormula(objective)
  const evaluateColumns = scalarFunction(formula)
  const evaluatePairs = (pairs: number, tensors: tf.Tensor1D[], step: StepTotals) => {
    const [columns, rowGradients] = evaluateColumns(pairs, tensors, step)
    return { columns: columns!, rowGradients: rowGradients! }
  }
  return {
    ...objective,
    evaluateRows: ({ sums, known }, step) => evaluatePairs(sums.size / sides, [sums, known], step),
    evaluate(logProbs, step) {
      const tensors = formula.inputs.map((input) => columnOf(objective, logProbs, input))
      const pairs = logProbs.chosen.size
      return tidy(() => {
        const { columns, rowGradients } = evaluatePairs(pairs, tensors, step)
        const column = (of: tf.Tensor1D, at: number) => tf.slice1d(of, at * pairs, pairs)
        return {
          losses: column(columns, 0),
          gradChosen: column(rowGradients, 0),
          gradRejected: needsRejected ? column(rowGradients, 1) : (tf.zeros([pairs]) as tf.Tensor1D),
          rewardsChosen: needsRejected ? column(columns, 3) : null,
          rewardsRejected: needsRejected ? column(columns, 4) : null,
        }
      })
    },
  }
}

/** Inputs in the order of `RowLogProbs`, outputs in that of `RowResult`. */
function pairFormula(objective: PairObjective): Formula<Input, keyof StepTotals, Output> {
  const { name, needsReference, needsRejected } = objective
  const sided = <Name>(chosen: Name, rejected: Name): Name[] => (needsRejected ? [chosen, rejected] : [chosen])
  const sums = sided<'chosen' | 'rejected'>('chosen', 'rejected')
  return {
    name: `objective ${name}`,
    inputs: [
      ...sums,
      ...sided<Input>('lengthChosen', 'lengthRejected'),
      ...(needsReference ? sided<Input>('refChosen', 'refRejected') : []),
    ],
    params: ['pairs', 'chosenTokens'],
    outputs: [
      ['loss', ...sums, ...(needsRejected ? (['rewardChosen', 'rewardRejected'] as const) : [])],
      sided<Output>('gradChosen', 'gradRejected'),
    ],
    evaluate: (m, pair, step) => ({
      ...objective.evaluate(m, pair, step),
      chosen: pair.chosen,
      rejected: pair.rejected,
    }),
  }
}

const FIELDS: Record<Input, keyof PairLogProbs> = {
  chosen: 'chosen',
  rejected: 'rejected',
  lengthChosen: 'lengthsChosen',
  lengthRejected: 'lengthsRejected',
  refChosen: 'refChosen',
  refRejected: 'refRejected',
}

/** What is missing here is the trainer's fault, not a person's: a plain error. */
function columnOf({ name }: PairObjective, logProbs: PairLogProbs, input: Input): tf.Tensor1D {
  const column = logProbs[FIELDS[input]]
  if (column) return column
  throw new Error(`objective ${name} was given no ${input.startsWith('ref') ? 'reference' : 'rejected'} log-probs`)
}
