/** @file Small helpers around tfjs's memory: typed tidy, and a look at tensors that already lie on the processor. */
import * as tf from '@tensorflow/tfjs-core'

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
