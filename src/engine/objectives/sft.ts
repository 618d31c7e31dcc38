/** @file Supervised fine-tuning on the chosen side: as an objective, and as a term beside any other. */
import type { Scalars } from '../ops/scalars'
import type { Objective, Pair, Totals } from './objective'
import { tensorObjective } from './tensor-objective'

/**
 * Token cross-entropy on chosen, divided by the chosen tokens of the whole step, so that accumulation changes nothing.
 *
 * @returns `loss`, whose sum over the step divided by `step.pairs` is the step's cross-entropy, and the one gradient
 * that all sums of chosen log-probs share.
 */
export function sftTerm<S>(m: Scalars<S>, { chosen }: Pair<S>, step: Totals<S>): { loss: S; grad: S } {
  return { loss: m.mul(chosen, m.div(m.neg(step.pairs), step.chosenTokens)), grad: m.div(-1, step.chosenTokens) }
}

/** The SFT term alone: warm-up, and METRICS.md's `sft`. It has no rewards. */
export function sft(): Objective {
  return tensorObjective({
    name: 'sft',
    needsReference: false,
    needsRejected: false,
    sftWeight: 1,
    evaluate(m, pair, step) {
      const { loss, grad } = sftTerm(m, pair, step)
      return { loss, gradChosen: grad, gradRejected: 0, rewardChosen: 0, rewardRejected: 0 }
    },
    lossAtReference: () => null,
  })
}
