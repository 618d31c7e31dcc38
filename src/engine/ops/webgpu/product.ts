/** @file Runs matrix products on WebGPU: finds the kernel for the sizes at hand and fills in its numbers. */
import type * as tf from '@tensorflow/tfjs-core'
import type { GeluForm } from '../gelu'
import { isReady } from './pipelines'
import { productGroups, productKernel } from './product-kernel'
import type { Finish, Order } from './product-spec'
import { output, runKernel } from './run-kernel'
import { tileForSizes } from './tile-choice'
import { PLAIN_TILE, type Tile } from './tiles'

/** A matrix, or some neighbouring rows and columns of one. */
export interface Part {
  /** With `half`, int32 [rows, columns / 2]: see ops/half. */
  tensor: tf.Tensor2D
  half?: boolean
  /** First column; 0. */
  start?: number
  /** All from `start` on. */
  columns?: number
  /** First row; 0. */
  top?: number
  /** All from `top` on. */
  rows?: number
}

export interface ProductOptions {
  /** Where the result goes instead of a new tensor. */
  out?: Part
  /** Adds to what `out` holds. */
  accumulate?: boolean
  /** [n], added to each row. */
  bias?: tf.Tensor1D
  /** Returns the activation of the product; the product itself goes to `kept`, [m, n]. */
  activation?: { form: GeluForm; kept: tf.Tensor2D }
  /** Multiplies with the activation's slope at `kept`, [m, n], which then holds the activation. */
  slope?: { form: GeluForm; kept: tf.Tensor2D }
  /** [m, n], added last. */
  residual?: tf.Tensor2D
  /** Multiplies A·B, before anything else. */
  scale?: number
  /** The order's sizes where they are not those of the matrices: a factor padded with zeros. */
  depth?: number
}

/** `nn`: A [m, k] · B [k, n]. `nt`: A [m, k] · Bᵀ, B [n, k]. `tn`: Aᵀ · B, A [k, m] and B [k, n]. */
export function product(order: Order, a: Part, b: Part, options: ProductOptions = {}): tf.Tensor2D {
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
  if (b.half && lanes === 1) throw new Error(`16-bit factors must come in fours, not [${sizeOf(b)}]`)
  const kernelWith = (tile: Tile) =>
    productKernel({ order, tile, lanes, ragged: order === 'nn' && k % 4 !== 0, halfB: b.half ?? false, finish })
  const tile = lanes === 4 ? tileForSizes(m, n, k, (tile) => isReady(kernelWith(tile))) : PLAIN_TILE
  const kernel = kernelWith(tile)
  const aLanes = tile.kind === 'broadcast' ? 1 : lanes
  const place = (part: Part, by: number) => {
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

const widthOf = ({ tensor, half = false }: Part): number => tensor.shape[1] * (half ? 2 : 1)

function sizeOf(part: Part): [number, number] {
  const { tensor, start = 0, top = 0, rows = tensor.shape[0] - top, columns = widthOf(part) - start } = part
  return [rows, columns]
}

/** Whether all rows begin at, and loads along them stay within, groups of four numbers. */
function comesInFours(order: Order, a: Part, b: Part, out: Part, n: number, k: number): boolean {
  const places = [a, b, out].flatMap((part) => [widthOf(part), part.start ?? 0])
  if (places.some((place) => place % 4 !== 0)) return false
  return order === 'nt' ? k % 4 === 0 : n % 4 === 0
}
