/** @file Odds Ratio Preference Optimization (Hong et al. 2024, eq. 6 and 7): likelihood of chosen plus an odds ratio. */
import * as tf from '@tensorflow/tfjs-core'
import type { OrpoOptions } from '../../protocol/objectives'
import { logisticLoss } from './margin-losses'
import type { PreferenceTerm } from './objective'
import { oneMinusExp } from './stable-log'

/** A completion of probability one has no odds; this keeps log-probs per token below 0, in nats. */
const CERTAIN = -1e-6

/**
 * −a_w − λ log σ(log odds_w − log odds_l), with a = log π(y)/|y|, p = eᵃ and log odds = a − log(1 − p). Rewards are
 * λ a, as in the authors' code.
 */
export function orpo({ lambda }: OrpoOptions): PreferenceTerm {
  return {
    name: 'orpo',
    needsReference: false,
    evaluate({ chosen, rejected, lengthsChosen, lengthsRejected }) {
      const averageChosen = tf.div<tf.Tensor1D>(chosen, lengthsChosen)
      const averageRejected = tf.div<tf.Tensor1D>(rejected, lengthsRejected)
      const oddsChosen = logOdds(averageChosen)
      const oddsRejected = logOdds(averageRejected)
      const { losses, slopes } = logisticLoss(tf.sub(oddsChosen.value, oddsRejected.value), 0)
      const scaled = tf.mul<tf.Tensor1D>(slopes, lambda)
      return {
        losses: tf.sub(tf.mul(losses, lambda), averageChosen),
        gradChosen: tf.div(tf.sub(tf.mul(scaled, oddsChosen.slope), 1), lengthsChosen),
        gradRejected: tf.div(tf.neg(tf.mul(scaled, oddsRejected.slope)), lengthsRejected),
        rewardsChosen: tf.mul(averageChosen, lambda),
        rewardsRejected: tf.mul(averageRejected, lambda),
      }
    },
    lossAtReference: () => null,
  }
}

/** log(p / (1 − p)) from a = log p, and its derivative by a, 1 / (1 − p). Shapes [pairs]. */
function logOdds(average: tf.Tensor1D): { value: tf.Tensor1D; slope: tf.Tensor1D } {
  const a = tf.minimum<tf.Tensor1D>(average, CERTAIN)
  const complement = oneMinusExp(tf.neg(a))
  return { value: tf.sub(a, tf.log(complement)), slope: tf.div(1, complement) }
}
