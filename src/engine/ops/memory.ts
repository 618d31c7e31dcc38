/** @file Small helpers around tfjs's memory: typed tidy, and a look at tensors that already lie on the processor. */
import * as tf from '@tensorflow/tfjs-core'
import { onWasm, output } from './wasm/module'

/** `tf.tidy` for any plain record of tensors: everything made inside and not returned is freed. */
export function tidy<T>(work: () => T): T {
  return tf.tidy(work as () => tf.TensorContainer) as T
}

/** True where the numbers lie on a GPU: reading them back means waiting, and many small operations are dear. */
export function onGpu(): boolean {
  return tf.getBackend() === 'webgpu'
}

interface WasmHeap {
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array
}

/**
 * The tensor's own values without a copy, or undefined on a GPU. Use it at once: on wasm it is a window on the heap,
 * which the next allocation may move.
 */
export function hostValues(tensor: tf.Tensor): Float32Array | undefined {
  if (onGpu()) return undefined
  if (tf.getBackend() === 'wasm') return (tf.backend() as unknown as WasmHeap).typedArrayFromHeap(tensor)
  return tensor.dataSync<'float32'>()
}

/** A tensor whose numbers `write` fills in on the processor: all of them, as on wasm they begin as what lay there. */
export function hostTensor<T extends tf.Tensor>(shape: number[], write: (values: Float32Array) => void): T {
  if (onWasm()) {
    const tensor = output<T>(shape)
    write(hostValues(tensor)!)
    return tensor
  }
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
  write(values)
  return tf.tensor(values, shape) as T
}
