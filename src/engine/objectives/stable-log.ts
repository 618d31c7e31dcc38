/**
 * @file Logarithms that keep their relative precision. tfjs's own log1p and expm1 cancel on WebGPU, and its softplus
 * rounds small values to zero; these are built from operations that every backend has right.
 */
import * as tf from '@tensorflow/tfjs-core'

/** Value of c[0] + c[1] x + c[2] x² + ... by Horner's rule, for x of any shape. */
function polynomial(x: tf.Tensor1D, coefficients: number[]): tf.Tensor1D {
  const [last, ...rest] = [...coefficients].reverse() as [number, ...number[]]
  return rest.reduce<tf.Tensor1D>((sum, c) => tf.add(tf.mul(sum, x), c), tf.fill([x.size], last) as tf.Tensor1D)
}

/** 1, 1/3, 1/5, ...: log(1 + t) = 2 artanh(s) = 2 s (1 + s²/3 + s⁴/5 + ...) with s = t / (2 + t). */
const ARTANH = [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13]

/** log(1 + t) for t in [0, 1]: s² is at most 1/9, so seven terms reach float32. Shape [n]. */
function log1pUpToOne(t: tf.Tensor1D): tf.Tensor1D {
  const s = tf.div<tf.Tensor1D>(t, tf.add(t, 2))
  return tf.mul(tf.mul(s, 2), polynomial(tf.square(s), ARTANH))
}

/** log(1 + eˣ) and its derivative, the logistic function of x. Right for any finite x. Shapes [n]. */
export function softplus(x: tf.Tensor1D): { value: tf.Tensor1D; slope: tf.Tensor1D } {
  // e^-|x| cannot overflow, and holds all that is left of the smaller side.
  const tail = tf.exp(tf.neg(tf.abs(x))) as tf.Tensor1D
  const value = tf.add<tf.Tensor1D>(tf.relu(x), log1pUpToOne(tail))
  const slope = tf.div<tf.Tensor1D>(tf.where(tf.greater(x, 0), tf.onesLike(tail), tail), tf.add(tail, 1))
  return { value, slope }
}

/** 1, 1/2!, 1/3!, ...: (1 - e^-x) / x with alternating signs. */
const ONE_MINUS_EXP = [1, 2, 6, 24, 120, 720, 5040, 40320].map((factorial, k) => (k % 2 ? -1 : 1) / factorial)

/** 1 - e^-x for x >= 0, without cancellation near 0. Shape [n]. */
export function oneMinusExp(x: tf.Tensor1D): tf.Tensor1D {
  // The series serves up to 0.5 and is held there, so that the branch not taken stays finite.
  const near = tf.minimum<tf.Tensor1D>(x, 0.5)
  return tf.where(
    tf.less(x, 0.5),
    tf.mul(near, polynomial(near, ONE_MINUS_EXP)),
    tf.sub(1, tf.exp(tf.neg(x))),
  ) as tf.Tensor1D
}
