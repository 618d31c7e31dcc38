/**
 * @file y = x·W + b, alone and with what often follows it: an activation, a residual, a neighbour, a low-rank adapter.
 *
 * Weights are held as [in, out] whatever the file has: then the product of every forward pass is plain A·B. Llama
 * files hold [out, in]; reading and writing a model folder transposes them. Where the backend has kernels of ours, what
 * follows is part of the product, and a gradient can be written where it belongs (`into`).
 */
import * as tf from '@tensorflow/tfjs-core'
import { type ColumnsOf, joinColumns, splitColumns, takeColumns } from './columns'
import { type GeluForm, gelu, geluBackward } from './gelu'
import { asFactor, asTensor, type Matrix } from './half'
import { adapterOutput, addAdapter, type LoraAdapter } from './lora-linear'
import { multiply, multiplyByTranspose, multiplyTransposed, ownProduct } from './matmul'
import { onGpu, tidy } from './memory'
import { columnSums as columnSumsOnWasm } from './wasm/column-sums'
import { onWasm } from './wasm/module'
import { columnSums } from './webgpu/column-sums'

/** weight [in, out], bias [out]. */
export interface LinearMap {
  weight: Matrix
  bias?: tf.Tensor1D
  /** Added to the map. */
  adapter?: LoraAdapter
}

/** x [n, in]; returns [n, out]. `residual` [n, out] is added. */
export function linear(x: tf.Tensor2D, { weight, bias, adapter }: LinearMap, residual?: tf.Tensor2D): tf.Tensor2D {
  const product = ownProduct()
  if (product) {
    const y = product('nn', { tensor: x }, asFactor(weight), { bias, residual })
    if (adapter) addAdapter(x, adapter, y)
    return y
  }
  return tidy(() => {
    let y = multiply(x, asTensor(weight))
    if (bias) y = tf.add(y, bias)
    if (adapter) y = tf.add(y, adapterOutput(x, adapter))
    return residual ? tf.add(y, residual) : y
  })
}

/** Several maps of one input, their results side by side: [n, Σ out]. */
export function linearSideBySide(x: tf.Tensor2D, maps: LinearMap[]): tf.Tensor2D {
  if (maps.length === 1) return linear(x, maps[0]!)
  const product = ownProduct()
  if (!product) return tidy(() => joinColumns(maps.map((map) => linear(x, map))))
  const widths = maps.map(({ weight }) => weight.shape[1])
  const tensor = product.output([x.shape[0], widths.reduce((sum, width) => sum + width)])
  let start = 0
  for (const { weight, bias, adapter } of maps) {
    const columns = weight.shape[1]
    product('nn', { tensor: x }, asFactor(weight), { bias, out: { tensor, start, columns } })
    if (adapter) addAdapter(x, adapter, tensor, { start, columns })
    start += columns
  }
  return tensor
}

/** An activated map's result, and what its backward needs. */
export interface Activated {
  /** gelu(kept), [n, out]. */
  y: tf.Tensor2D
  /** x·W + b, [n, out]. */
  kept: tf.Tensor2D
}

export function linearActivated(x: tf.Tensor2D, map: LinearMap, form: GeluForm): Activated {
  const product = ownProduct()
  const { weight, bias, adapter } = map
  if (product && !adapter) {
    const kept = product.output([x.shape[0], weight.shape[1]])
    return { y: product('nn', { tensor: x }, asFactor(weight), { bias, activation: { form, kept } }), kept }
  }
  return tidy(() => {
    const kept = linear(x, map)
    return { y: gelu(kept, form), kept }
  })
}

/** Whether the backward of an activated map finds y again from `kept`, so that nobody has to keep it. */
export const restoresActivation = (): boolean => ownProduct() !== null

/**
 * Back through a map that follows an activated one: dKept = (dy·Wᵀ) · gelu'(kept), [n, in]. Returns y too, which takes
 * the place of `kept` where the backend has kernels of ours.
 */
export function linearBackwardActivated(
  weight: Matrix,
  dy: tf.Tensor2D,
  { y, kept }: Partial<Activated> & Pick<Activated, 'kept'>,
  form: GeluForm,
): { dKept: tf.Tensor2D; y: tf.Tensor2D } {
  const product = ownProduct()
  if (product) return { dKept: product('nt', { tensor: dy }, asFactor(weight), { slope: { form, kept } }), y: kept }
  return { dKept: tidy(() => geluBackward(kept, multiplyByTranspose(dy, asTensor(weight)), form)), y: y! }
}

/** dx = dy·Wᵀ, [n, in]. `plus` [n, in] is added. */
export function linearBackwardInput(weight: Matrix, dy: tf.Tensor2D, plus?: tf.Tensor2D): tf.Tensor2D {
  const product = ownProduct()
  if (product) return product('nt', { tensor: dy }, asFactor(weight), { residual: plus })
  return tidy(() => {
    const dx = multiplyByTranspose(dy, asTensor(weight))
    return plus ? tf.add(dx, plus) : dx
  })
}

/** The gradient of `linearSideBySide`: dx = Σ dyᵢ·Wᵢᵀ, where dyᵢ are columns of dy. */
export function linearSideBySideBackwardInput(weights: Matrix[], dy: tf.Tensor2D): tf.Tensor2D {
  if (weights.length === 1) return linearBackwardInput(weights[0]!, dy)
  const widths = weights.map((weight) => weight.shape[1])
  const product = ownProduct()
  if (!product) {
    return tidy(() =>
      tf.addN(splitColumns(dy, widths).map((part, i) => multiplyByTranspose(part, asTensor(weights[i]!)))),
    )
  }
  const tensor = product.output([dy.shape[0], weights[0]!.shape[0]])
  let start = 0
  weights.forEach((weight, i) => {
    const columns = widths[i]!
    product('nt', { tensor: dy, start, columns }, asFactor(weight), { out: { tensor }, accumulate: i > 0 })
    start += columns
  })
  return tensor
}

/** dW = xᵀ·dy, [in, out]; of `of` alone where dy holds more. On WebGPU it is written to `into`, if that is given. */
export function linearBackwardWeight(x: tf.Tensor2D, dy: tf.Tensor2D, into?: tf.Tensor, of?: ColumnsOf): tf.Tensor2D {
  const product = ownProduct()
  if (product) {
    const out = into && { tensor: into as tf.Tensor2D }
    return product('tn', { tensor: x }, { tensor: dy, ...of }, { out })
  }
  return tidy(() => multiplyTransposed(x, partOf(dy, of)))
}

/** db = Σ over rows of dy, [out]. */
export function linearBackwardBias(dy: tf.Tensor2D, into?: tf.Tensor, of?: ColumnsOf): tf.Tensor1D {
  if (onGpu()) return columnSums(dy, into, of)
  if (onWasm()) return columnSumsOnWasm(dy, into, of)
  return tidy(() => tf.sum(partOf(dy, of), 0))
}

const partOf = (dy: tf.Tensor2D, of?: ColumnsOf): tf.Tensor2D =>
  !of || of.columns === dy.shape[1] ? dy : takeColumns(dy, of)
