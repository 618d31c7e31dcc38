/** @file Runs matrix products on WebGPU: finds the kernel for the sizes at hand and fills in its numbers. */
import type * as tf from '@tensorflow/tfjs-core'
import type { HalfFormat } from '../half'
import type { Order, Part, ProductOptions } from '../product-options'
import { isReady } from './pipelines'
import { productGroups, productKernel } from './product-kernel'
import type { Finish } from './product-spec'
import { output, runKernel } from './run-kernel'
import { tileForSizes } from './tile-choice'
import { PLAIN_TILE, type Tile } from './tiles'

/** With `half`, the tensor is int32 [rows, columns / 2]: see ops/half. */
interface Factor extends Part {
  half?: HalfFormat
}

interface WebgpuOptions extends ProductOptions {
  /** Multiplies A·B, before anything else. */
  scale?: number
  /** The order's sizes where they are not those of the matrices: a factor padded with zeros. */
  depth?: number
}

/** Sizes are those of the factors' parts. */
export function product(order: Order, a: Part, b: Factor, options: WebgpuOptions = {}): tf.Tensor2D {
  const [aRows, aColumns] = sizeOf(a)
  const [bRows, bColumns] = sizeOf(b)
  const m = order === 'tn' ? aColumns : aRows
  const n = order === 'nt' ? bRows : bColumns
  const k = options.depth ?? (order === 'tn' ? aRows : aColumns)
  const out = options.out ?? { tensor: output<tf.Tensor2D>([m, n]) }
  const { bias, activation, slope, residual, scale, accumulate = false } = options
  const finish: Finish = {
    bias: bias !== undefined,
    activation: activation?.form ?? null,
    slope: slope?.form ?? null,
    residual: residual !== undefined,
    scale: scale !== undefined,
    accumulate,
  }
  const lanes = comesInFours(order, a, b, out, n, k) ? 4 : 1
  const kernelWith = (tile: Tile) =>
    productKernel({ order, tile, lanes, ragged: order === 'nn' && k % 4 !== 0, halfB: b.half ?? null, finish })
  const tile = lanes === 4 ? tileForSizes(m, n, k, (tile) => isReady(kernelWith(tile))) : PLAIN_TILE
  const kernel = kernelWith(tile)
  const aLanes = tile.kind === 'broadcast' ? 1 : lanes
  const place = (part: Factor, by: number) => {
    const { start = 0, top = 0 } = part
    const width = widthOf(part)
    return [width / by, (top * width + start) / by]
  }
  runKernel(
    kernel,
    [a.tensor, b.tensor, ...(bias ? [bias] : []), ...(residual ? [residual] : [])],
    [out.tensor, ...(activation ? [activation.kept] : []), ...(slope ? [slope.kept] : [])],
    [m, n, k, ...place(a, aLanes), ...place(b, lanes), ...place(out, lanes), ...(scale === undefined ? [] : [scale])],
    productGroups(tile, m, n),
    2 * m * n * k,
  )
  return out.tensor
}

/** A matrix for products to write to. */
product.output = (shape: [number, number]): tf.Tensor2D => output<tf.Tensor2D>(shape)

const widthOf = ({ tensor, half }: Factor): number => tensor.shape[1] * (half ? 2 : 1)

function sizeOf(part: Factor): [number, number] {
  const { tensor, start = 0, top = 0, rows = tensor.shape[0] - top, columns = widthOf(part) - start } = part
  return [rows, columns]
}

/** Whether all rows begin at, and loads along them stay within, groups of four numbers. */
function comesInFours(order: Order, a: Part, b: Factor, out: Part, n: number, k: number): boolean {
  const places = [a, b, out].flatMap((part) => [widthOf(part), part.start ?? 0])
  if (places.some((place) => place % 4 !== 0)) return false
  return order === 'nt' ? k % 4 === 0 : n % 4 === 0
}
