/** @file An adapter folded into the weights below it, W + s · A·B (Hu et al. 2021, section 4.1): a plain model again. */
import * as tf from '@tensorflow/tfjs-core'
import { isHalf, unpackHalf } from '../ops/half'
import { multiply } from '../ops/matmul'
import { tidy } from '../ops/memory'
import type { DecoderNames } from './config'
import { adapterOf } from './linear-map'
import { linearMaps } from './lora'
import type { Parameters, Weight } from './parameters'

/**
 * Reads one weight's numbers by its name, row by row in the engine's layout and in 32 bits; with the adapter's part
 * where `params` hold one for it.
 */
export function mergedNumbers(params: Parameters, names: DecoderNames): (name: string) => Promise<Float32Array> {
  const maps = new Map(linearMaps(names).map((map) => [map.weight, map]))
  return async (name) => {
    const weight = params.get(name)
    if (!weight) throw new Error(`no parameter is named ${name}`)
    const values = await numbersOf(weight)
    const map = maps.get(name)
    const adapter = map && adapterOf(params, map)
    if (!adapter) return values
    const delta: tf.Tensor = tidy(() => tf.mul(multiply(adapter.a, adapter.b), adapter.scale))
    const added = (await delta.data()) as Float32Array
    delta.dispose()
    return values.map((value, i) => value + added[i]!)
  }
}

/** In 32 bits, row by row. */
const numbersOf = (weight: Weight): Promise<Float32Array> =>
  isHalf(weight) ? unpackHalf(weight) : (weight.data() as Promise<Float32Array>)
