/** @file Losses of a scaled margin z, shared by DPO and SimPO: the chosen side should be ahead, z above 0. */
import * as tf from '@tensorflow/tfjs-core'
import { softplus } from './stable-log'

/** Loss of each pair, and its derivative by z. Shapes [pairs]. */
export interface MarginLoss {
  losses: tf.Tensor1D
  slopes: tf.Tensor1D
}

/**
 * −log σ(z) + tilt · z. Both ways of allowing for wrong labels with share ε have this form, because
 * log σ(−z) = log σ(z) − z: see `smoothedTilt` and `robustTilt`.
 */
export function logisticLoss(z: tf.Tensor1D, tilt: number): MarginLoss {
  const { value, slope } = softplus(tf.neg(z))
  if (tilt === 0) return { losses: value, slopes: tf.neg(slope) }
  return { losses: tf.add(value, tf.mul(z, tilt)), slopes: tf.sub(tilt, slope) }
}

/** −(1−ε) log σ(z) − ε log σ(−z), "conservative" (Mitchell 2023, "A note on DPO with noisy preferences"). */
export const smoothedTilt = (epsilon: number): number => epsilon

/** [−(1−ε) log σ(z) + ε log σ(−z)] / (1−2ε), unbiased under noise (Chowdhury et al. 2024, eq. 12); may be negative. */
export const robustTilt = (epsilon: number): number => -epsilon / (1 - 2 * epsilon)

/** max(0, 1 − z): SLiC (Zhao et al. 2023). The derivative on the kink is 0, as in PyTorch. */
export function hingeLoss(z: tf.Tensor1D): MarginLoss {
  const shortfall = tf.sub<tf.Tensor1D>(1, z)
  return { losses: tf.relu(shortfall), slopes: tf.neg(tf.cast(tf.greater(shortfall, 0), 'float32')) }
}
