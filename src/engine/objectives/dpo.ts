/** @file Direct Preference Optimization (Rafailov et al. 2023, eq. 7) and its variants. */
import * as tf from '@tensorflow/tfjs-core'
import type { DpoOptions } from '../../protocol/objectives'
import { hingeLoss, logisticLoss, robustTilt, smoothedTilt } from './margin-losses'
import type { PreferenceTerm } from './objective'

/**
 * The reward is β (log π − log π_ref), with the variant `length-normalised` (Tülu 3, eq. 6) divided by |y|; the loss
 * is a function of z, the reward of chosen minus the reward of rejected.
 */
export function dpo(options: DpoOptions): PreferenceTerm {
  const { beta, variant, labelSmoothing } = options
  const tilt = variant === 'robust' ? robustTilt(labelSmoothing) : smoothedTilt(labelSmoothing)
  return {
    name: 'dpo',
    needsReference: true,
    evaluate({ chosen, rejected, refChosen, refRejected, lengthsChosen, lengthsRejected }) {
      // d reward / d sum log-prob. Shape [pairs].
      const rate = (lengths: tf.Tensor1D): tf.Tensor1D =>
        variant === 'length-normalised' ? tf.div(beta, lengths) : (tf.fill([lengths.size], beta) as tf.Tensor1D)
      const rateChosen = rate(lengthsChosen)
      const rateRejected = rate(lengthsRejected)
      const rewardsChosen = tf.mul<tf.Tensor1D>(rateChosen, tf.sub(chosen, refChosen!))
      const rewardsRejected = tf.mul<tf.Tensor1D>(rateRejected, tf.sub(rejected, refRejected!))
      const z = tf.sub<tf.Tensor1D>(rewardsChosen, rewardsRejected)
      const { losses, slopes } = variant === 'hinge' ? hingeLoss(z) : logisticLoss(z, tilt)
      return {
        losses,
        gradChosen: tf.mul(slopes, rateChosen),
        gradRejected: tf.neg(tf.mul(slopes, rateRejected)),
        rewardsChosen,
        rewardsRejected,
      }
    },
    lossAtReference: () => (variant === 'hinge' ? 1 : Math.LN2),
  }
}
