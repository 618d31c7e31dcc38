/**
 * @file Frozen weights in 16 bits on WebGPU: half the memory, and half of what a product loads. Two numbers share a
 * word, which every adapter can take apart (`unpack2x16float`), so that no adapter needs another form.
 */
import * as tf from '@tensorflow/tfjs-core'
import { toF16 } from '../checkpoint/float16'

/** A matrix of 16-bit floats: int32 [rows, columns / 2], the earlier number in the lower half. */
export interface HalfMatrix {
  words: tf.Tensor2D
  shape: [number, number]
}

/** Either, as a factor of a product. */
export const asFactor = (matrix: tf.Tensor2D | HalfMatrix) =>
  matrix instanceof tf.Tensor ? { tensor: matrix } : { tensor: matrix.words, half: true }

/** Products load four numbers at a time, so only such matrices are packed. */
export const canBeHalf = ([, columns]: readonly number[]): boolean => columns! % 4 === 0

/** Rounds to the nearest; numbers beyond 65,504 become infinite. values row by row, of `shape`. */
export function toHalf(values: Float32Array, shape: [number, number]): HalfMatrix {
  if (!canBeHalf(shape)) throw new Error(`a matrix of [${shape}] cannot be held in 16 bits: columns must come in fours`)
  const halves = toF16(values)
  const words = new Int32Array(halves.buffer, halves.byteOffset, halves.length / 2)
  return { words: tf.tensor2d(Int32Array.from(words), [shape[0], shape[1] / 2], 'int32'), shape }
}
