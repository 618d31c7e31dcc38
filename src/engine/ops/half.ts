/**
 * @file Frozen weights in 16 bits on WebGPU: half the memory, and half of what a product loads. Two numbers share a
 * word, which every adapter can take apart with plain WGSL, so that no adapter needs another form. Both 16-bit formats
 * of model files are kept as they are: nothing is rounded.
 */
import * as tf from '@tensorflow/tfjs-core'
import { fromBF16, fromF16 } from '../checkpoint/float16'

export type HalfFormat = 'f16' | 'bf16'

/** A frozen matrix [rows, columns] of 16-bit floats; row by row, the earlier number in a word's lower half. */
export class HalfMatrix {
  constructor(
    /** int32 [rows, columns / 2]. */
    readonly words: tf.Tensor2D,
    readonly shape: [number, number],
    readonly format: HalfFormat,
  ) {}

  /** Numbers, not words. */
  get size(): number {
    return this.shape[0] * this.shape[1]
  }

  dispose(): void {
    this.words.dispose()
  }
}

/** A matrix that products and look-ups take: trained or frozen. */
export type Matrix = tf.Tensor2D | HalfMatrix

export const isHalf = (weight: object): weight is HalfMatrix => weight instanceof HalfMatrix

/** Either, as a factor of a product. */
export const asFactor = (matrix: Matrix): { tensor: tf.Tensor2D; half?: HalfFormat } =>
  isHalf(matrix) ? { tensor: matrix.words, half: matrix.format } : { tensor: matrix }

/** For the backends that have no 16-bit form: a matrix is never packed there. */
export function asTensor(matrix: Matrix): tf.Tensor2D {
  if (isHalf(matrix)) throw new Error('a matrix in 16 bits is held on WebGPU alone')
  return matrix
}

/** Look-ups, and products where all sizes allow it, load four numbers at a time, so only such matrices are packed. */
export const canBeHalf = (shape: readonly number[]): boolean => shape.length === 2 && shape[1]! % 4 === 0

/** The numbers' 16 bits, row by row. */
export function packHalf(halves: Uint16Array, shape: [number, number], format: HalfFormat): HalfMatrix {
  if (!canBeHalf(shape)) throw new Error(`a matrix of [${shape}] cannot be held in 16 bits: columns must come in fours`)
  const words = new Int32Array(halves.buffer, halves.byteOffset, halves.length / 2)
  return new HalfMatrix(tf.tensor2d(words, [shape[0], shape[1] / 2], 'int32'), shape, format)
}

/** The numbers in 32 bits, read back; [rows * columns]. */
export async function unpackHalf({ words, format }: HalfMatrix): Promise<Float32Array> {
  const values = (await words.data()) as Int32Array
  const halves = new Uint16Array(values.buffer, values.byteOffset, 2 * values.length)
  return format === 'f16' ? fromF16(halves) : fromBF16(halves)
}

/** WGSL: a vec4f from the two words of a vec2u. */
export const halfToVector = (format: HalfFormat, words: string): string =>
  format === 'f16'
    ? `vec4f(unpack2x16float(${words}.x), unpack2x16float(${words}.y))`
    : `bitcast<vec4f>(vec4u(${words}.x << 16u, ${words}.x & 0xffff0000u, ${words}.y << 16u, ${words}.y & 0xffff0000u))`

/** WGSL: the number at `place` 0 or 1 of a u32. */
export const halfToNumber = (format: HalfFormat, word: string, place: string): string =>
  format === 'f16' ? `unpack2x16float(${word})[${place}]` : `bitcast<f32>((${word} >> (16u * (${place}))) << 16u)`
