/** @file Identity Preference Optimization (Azar et al. 2023, eq. 17): the margin is drawn to 1/(2β), not to infinity. */
import * as tf from '@tensorflow/tfjs-core'
import type { IpoOptions } from '../../protocol/objectives'
import type { PreferenceTerm } from './objective'

/** (h_w − h_l − 1/(2β))², h = log π − log π_ref, per token or summed. Rewards are β h. */
export function ipo({ beta, lengthNormalised }: IpoOptions): PreferenceTerm {
  return {
    name: 'ipo',
    needsReference: true,
    evaluate({ chosen, rejected, refChosen, refRejected, lengthsChosen, lengthsRejected }) {
      const perToken = (x: tf.Tensor1D, lengths: tf.Tensor1D): tf.Tensor1D =>
        lengthNormalised ? tf.div(x, lengths) : x
      const hChosen = perToken(tf.sub(chosen, refChosen!), lengthsChosen)
      const hRejected = perToken(tf.sub(rejected, refRejected!), lengthsRejected)
      const distance = tf.sub<tf.Tensor1D>(tf.sub(hChosen, hRejected), 1 / (2 * beta))
      const slopes = tf.mul<tf.Tensor1D>(distance, 2)
      return {
        losses: tf.square(distance),
        gradChosen: perToken(slopes, lengthsChosen),
        gradRejected: perToken(tf.neg(slopes), lengthsRejected),
        rewardsChosen: tf.mul(hChosen, beta),
        rewardsRejected: tf.mul(hRejected, beta),
      }
    },
    lossAtReference: () => 1 / (4 * beta * beta),
  }
}
