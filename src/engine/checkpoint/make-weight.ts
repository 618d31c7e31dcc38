/** @file A stored tensor as the engine holds it: turned where files hold the transpose, in 16 bits where it may stay so. */
import * as tf from '@tensorflow/tfjs-core'
import type { WeightSpec } from '../model/config'
import type { Weight } from '../model/parameters'
import { canBeHalf, type HalfFormat, packHalf } from '../ops/half'
import { toBF16, toF16 } from './float16'
import type { StoredNumbers } from './stored-tensor'
import { turned } from './turned'

/** @param half In 16 bits if it is a matrix that can be: WebGPU only. Without it, and for all else, in 32. */
export function makeWeight({ shape, transposed }: WeightSpec, stored: StoredNumbers, half: boolean): Weight {
  const [rows, columns] = shape as [number, number]
  const inOrder = <T extends Float32Array | Uint16Array>(values: T): T =>
    transposed ? turned(values, columns, rows) : values
  if (!half || !canBeHalf(shape)) return tf.tensor(inOrder(stored.floats()), shape)
  const { halves, format } = halvesOf(stored)
  return packHalf(inOrder(halves), [rows, columns], format)
}

/** The largest number that half precision holds. */
const LARGEST_F16 = 65_504

/** As the file has them; from 32 bits rounded, to the format with the finer steps if none is too large for it. */
function halvesOf(stored: StoredNumbers): { halves: Uint16Array; format: HalfFormat } {
  if (stored.dtype === 'F16') return { halves: stored.halves(), format: 'f16' }
  if (stored.dtype === 'BF16') return { halves: stored.halves(), format: 'bf16' }
  const floats = stored.floats()
  const fits = floats.every((value) => Math.abs(value) <= LARGEST_F16)
  return fits ? { halves: toF16(floats), format: 'f16' } : { halves: toBF16(floats), format: 'bf16' }
}
