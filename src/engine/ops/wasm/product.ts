/** @file Runs matrix products on wasm, with what often follows them. */
import type * as tf from '@tensorflow/tfjs-core'
import type { Order, Part, ProductOptions } from '../product-options'
import { gelu, geluBackwardRestoring } from './activations'
import { kernel, output, placeOf } from './module'
import { productRoutine } from './product-kernel'
import { FLOAT } from './vectors'

const multiply = kernel(productRoutine, {
  work: ({ m, n, k }) => 0.045 * m * n * k,
  // Of rows and of columns of a tile.
  step: 8,
})

/** Sizes are those of the factors' parts. */
export function product(order: Order, a: Part, b: Part, options: ProductOptions = {}): tf.Tensor2D {
  const [aRows, aColumns] = sizeOf(a)
  const [bRows, bColumns] = sizeOf(b)
  const [m, k] = order === 'tn' ? [aColumns, aRows] : [aRows, aColumns]
  const n = order === 'nt' ? bRows : bColumns
  const { bias, residual, activation, slope, accumulate = false } = options
  const out = options.out ?? { tensor: activation?.kept ?? output<tf.Tensor2D>([m, n]) }
  const c = placeOfPart(out)
  const cRow = rowBytes(out)
  multiply({
    a: placeOfPart(a),
    aRow: rowBytes(a),
    aTurned: Number(order === 'tn'),
    b: placeOfPart(b),
    bRow: rowBytes(b),
    bTurned: Number(order === 'nt'),
    c,
    cRow,
    bias: bias ? placeOf(bias) : 0,
    residual: residual ? placeOf(residual) : accumulate ? c : 0,
    residualRow: residual ? FLOAT * n : cRow,
    m,
    n,
    k,
    // Each part copies the other factor: the smaller one.
    byColumns: Number(n > m),
    from: 0,
    to: Math.max(m, n),
  })
  if (slope) geluBackwardRestoring(slope.kept, out.tensor, slope.form)
  return activation ? gelu(activation.kept, activation.form) : out.tensor
}

/** A matrix for products to write to. */
product.output = (shape: [number, number]): tf.Tensor2D => output<tf.Tensor2D>(shape)

function sizeOf({ tensor, start = 0, top = 0, ...part }: Part): [number, number] {
  const { rows = tensor.shape[0] - top, columns = tensor.shape[1] - start } = part
  return [rows, columns]
}

const rowBytes = ({ tensor }: Part): number => FLOAT * tensor.shape[1]
const placeOfPart = (part: Part): number =>
  placeOf(part.tensor) + (part.top ?? 0) * rowBytes(part) + FLOAT * (part.start ?? 0)

/** The same for each of a batch of matrices: [batch, rows, columns] each. */
export function productEach(order: Order, a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  const [batch, aRows, aColumns] = a.shape
  const [, bRows, bColumns] = b.shape
  const [m, k] = order === 'tn' ? [aColumns, aRows] : [aRows, aColumns]
  const n = order === 'nt' ? bRows : bColumns
  const c = output<tf.Tensor3D>([batch, m, n])
  const at = { a: placeOf(a), b: placeOf(b), c: placeOf(c) }
  for (let i = 0; i < batch; i++) {
    multiply({
      a: at.a + FLOAT * i * m * k,
      aRow: FLOAT * aColumns,
      aTurned: Number(order === 'tn'),
      b: at.b + FLOAT * i * k * n,
      bRow: FLOAT * bColumns,
      bTurned: Number(order === 'nt'),
      c: at.c + FLOAT * i * m * n,
      cRow: FLOAT * n,
      bias: 0,
      residual: 0,
      residualRow: 0,
      m,
      n,
      k,
      byColumns: Number(n > m),
      from: 0,
      to: Math.max(m, n),
    })
  }
  return c
}
