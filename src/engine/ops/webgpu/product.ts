/** @file Runs matrix products on WebGPU: finds the kernel for the sizes at hand and fills in its numbers. */
import type * as tf from '@tensorflow/tfjs-core'
import type { GeluForm } from '../gelu'
import { type Finish, type Order, productGroups, productKernel } from './product-kernel'
import { output, runKernel } from './run-kernel'
import { chosenTile } from './tile-choice'
import { PLAIN_TILE } from './tiles'

/** A matrix, or some neighbouring rows and columns of one. */
export interface Part {
  tensor: tf.Tensor2D
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
  /** Multiplies with the activation's slope at `kept`, [m, n]. */
  slope?: { form: GeluForm; kept: tf.Tensor2D }
  /** [m, n], added last. */
  residual?: tf.Tensor2D
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
  const { bias, activation, slope, residual, accumulate = false } = options
  const finish: Finish = {
    bias: bias !== undefined,
    activation: activation?.form ?? null,
    slope: slope?.form ?? null,
    residual: residual !== undefined,
    accumulate,
  }
  const lanes = comesInFours(order, a, b, out, n, k) ? 4 : 1
  const tile = lanes === 4 ? chosenTile() : PLAIN_TILE
  const kernel = productKernel({ order, tile, lanes, ragged: order === 'nn' && k % 4 !== 0, finish })
  const aLanes = tile.kind === 'broadcast' ? 1 : lanes
  const place = ({ tensor, start = 0, top = 0 }: Part, by: number) => {
    const width = tensor.shape[1]
    return [width / by, (top * width + start) / by]
  }
  runKernel(
    kernel,
    [a.tensor, b.tensor, ...(bias ? [bias] : []), ...(slope ? [slope.kept] : []), ...(residual ? [residual] : [])],
    [out.tensor, ...(activation ? [activation.kept] : [])],
    [m, n, k, ...place(a, aLanes), ...place(b, lanes), ...place(out, lanes)],
    productGroups(tile, m, n),
    2 * m * n * k,
  )
  return out.tensor
}

/** A matrix for products to write to. */
product.output = (shape: [number, number]): tf.Tensor2D => output<tf.Tensor2D>(shape)

function sizeOf({ tensor, start = 0, top = 0, ...part }: Part): [number, number] {
  const { rows = tensor.shape[0] - top, columns = tensor.shape[1] - start } = part
  return [rows, columns]
}

/** Whether all rows begin at, and loads along them stay within, groups of four numbers. */
function comesInFours(order: Order, a: Part, b: Part, out: Part, n: number, k: number): boolean {
  const places = [a, b, out].flatMap(({ tensor, start = 0 }) => [tensor.shape[1], start])
  if (places.some((place) => place % 4 !== 0)) return false
  return order === 'nt' ? k % 4 === 0 : n % 4 === 0
}
