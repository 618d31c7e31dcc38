/**
 * @file A batch of products on tfjs's wasm backend, one XNNPACK product per matrix.
 *
 * The backend's own batched kernel is a plain loop. Its single product is fast, but slicing a batch apart and stacking
 * it again costs more than it gains; so each matrix is shown to the kernel where it lies, as a tensor that is only a
 * name for a place in the batch's memory.
 */
import * as tf from '@tensorflow/tfjs-core'

/** The parts of tfjs's BackendWasm (4.22) that are used here. */
interface WasmBackend {
  wasm: {
    cwrap(name: string, returns: null, args: string[]): (...args: unknown[]) => void
    tfjs: {
      registerTensor(id: number, size: number, memoryOffset: number): void
      disposeData(id: number): void
    }
  }
  makeOutput(shape: number[], dtype: 'float32' | 'int32'): tf.TensorInfo
  getMemoryOffset(dataId: object): number
  typedArrayFromHeap(tensor: tf.TensorInfo): Int32Array
}

type BatchMatMul = (
  a: number,
  aShape: number,
  aRank: number,
  b: number,
  bShape: number,
  bRank: number,
  transposeA: number,
  transposeB: number,
  out: number,
) => void

interface Kernel {
  run: BatchMatMul
  /** Both shapes, 3 integers each, in the backend's memory: passing a place is quicker than passing an array. */
  shapes: tf.TensorInfo
}

const kernels = new WeakMap<object, Kernel>()

function kernelOf(backend: WasmBackend): Kernel {
  const known = kernels.get(backend)
  if (known) return known
  const run = backend.wasm.cwrap('BatchMatMul', null, new Array(9).fill('number')) as BatchMatMul
  const kernel = { run, shapes: backend.makeOutput([6], 'int32') }
  kernels.set(backend, kernel)
  return kernel
}

// Ids that the backend, which counts up from zero, will not reach.
const A = 2_000_000_001
const B = 2_000_000_002
const OUT = 2_000_000_003
const FLOAT = 4
const INTEGER = 4

/** A·B for each of a batch: [batch, m, k] and [batch, k, n]. */
export function multiplyEachOnWasm(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  const [batch, m, k] = a.shape
  const n = b.shape[2]
  if (b.shape[0] !== batch || b.shape[1] !== k) throw new Error(`cannot multiply [${a.shape}] by [${b.shape}]`)
  const backend = tf.backend() as unknown as WasmBackend
  const { tfjs } = backend.wasm
  const { run, shapes } = kernelOf(backend)
  const out = backend.makeOutput([batch, m, n], 'float32')
  const aAt = backend.getMemoryOffset(a.dataId)
  const bAt = backend.getMemoryOffset(b.dataId)
  const outAt = backend.getMemoryOffset(out.dataId)
  const aShape = backend.getMemoryOffset(shapes.dataId)
  const bShape = aShape + 3 * INTEGER
  backend.typedArrayFromHeap(shapes).set([1, m, k, 1, k, n])
  for (let i = 0; i < batch; i++) {
    tfjs.registerTensor(A, m * k, aAt + i * m * k * FLOAT)
    tfjs.registerTensor(B, k * n, bAt + i * k * n * FLOAT)
    tfjs.registerTensor(OUT, m * n, outAt + i * m * n * FLOAT)
    run(A, aShape, 3, B, bShape, 3, 0, 0, OUT)
    // Forgets the name (and the packed copy of B that XNNPACK keeps under it), not the memory.
    tfjs.disposeData(A)
    tfjs.disposeData(B)
    tfjs.disposeData(OUT)
  }
  return tf.engine().makeTensorFromTensorInfo(out) as tf.Tensor3D
}
