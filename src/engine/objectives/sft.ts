/** @file Supervised fine-tuning on the chosen side: as an objective, and as a term beside any other. */
import * as tf from '@tensorflow/tfjs-core'
import type { Objective, PairLogProbs, StepTotals } from './objective'

/**
 * Token cross-entropy on chosen, divided by the chosen tokens of the whole step, so that accumulation changes nothing.
 *
 * @returns `losses` [pairs], whose sum divided by `step.pairs` is the step's cross-entropy, and the one gradient that
 * all sums of chosen log-probs share.
 */
export function sftTerm(
  logProbs: Pick<PairLogProbs, 'chosen'>,
  step: StepTotals,
): { losses: tf.Tensor1D; grad: number } {
  const losses = tf.tidy(() => tf.mul<tf.Tensor1D>(logProbs.chosen, -step.pairs / step.chosenTokens))
  return { losses, grad: -1 / step.chosenTokens }
}

/** The SFT term alone: warm-up, and METRICS.md's `sft`. It has no rewards. */
export function sft(): Objective {
  return {
    name: 'sft',
    needsReference: false,
    needsRejected: false,
    sftWeight: 1,
    evaluate(logProbs, step) {
      const { losses, grad } = sftTerm(logProbs, step)
      return {
        losses,
        gradChosen: tf.fill([losses.size], grad) as tf.Tensor1D,
        gradRejected: tf.zeros([losses.size]) as tf.Tensor1D,
        rewardsChosen: null,
        rewardsRejected: null,
      }
    },
    lossAtReference: () => null,
  }
}
