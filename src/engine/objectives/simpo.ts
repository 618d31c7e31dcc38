/** @file Simple Preference Optimization (Meng et al. 2024, eq. 6): no reference, log-prob per token, target margin γ. */
import * as tf from '@tensorflow/tfjs-core'
import { type SimpoOptions, simpoGamma } from '../../protocol/objectives'
import { hingeLoss, logisticLoss, smoothedTilt } from './margin-losses'
import type { PreferenceTerm } from './objective'

/** z = β log π(y_w)/|y_w| − β log π(y_l)/|y_l| − γ. Rewards leave γ out, so their margin has γ as its target line. */
export function simpo(options: SimpoOptions): PreferenceTerm {
  const { beta, variant, lengthNormalised, labelSmoothing } = options
  return {
    name: 'simpo',
    needsReference: false,
    evaluate({ chosen, rejected, lengthsChosen, lengthsRejected }) {
      // d reward / d sum log-prob. Shape [pairs].
      const rate = (lengths: tf.Tensor1D): tf.Tensor1D =>
        lengthNormalised ? tf.div(beta, lengths) : (tf.fill([lengths.size], beta) as tf.Tensor1D)
      const rateChosen = rate(lengthsChosen)
      const rateRejected = rate(lengthsRejected)
      const rewardsChosen = tf.mul<tf.Tensor1D>(rateChosen, chosen)
      const rewardsRejected = tf.mul<tf.Tensor1D>(rateRejected, rejected)
      const z = tf.sub<tf.Tensor1D>(tf.sub(rewardsChosen, rewardsRejected), simpoGamma(options))
      const { losses, slopes } = variant === 'hinge' ? hingeLoss(z) : logisticLoss(z, smoothedTilt(labelSmoothing))
      return {
        losses,
        gradChosen: tf.mul(slopes, rateChosen),
        gradRejected: tf.neg(tf.mul(slopes, rateRejected)),
        rewardsChosen,
        rewardsRejected,
      }
    },
    lossAtReference: () => null,
  }
}
