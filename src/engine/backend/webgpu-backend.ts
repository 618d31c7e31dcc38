/**
 * @file tfjs's WebGPU backend with our own memory: pooled buffers, uploads that do not break the pass, tensors that are
 * views of a part of another's buffer, and no copies of GPU numbers kept on the processor, where in-place kernels would
 * leave them stale.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { BufferPool } from './buffer-pool'

type Values = Float32Array | Int32Array | Uint8Array

interface TensorData {
  dtype: tf.DataType
  shape: number[]
  values: Values | null
  refCount: number
  resource?: GPUBuffer | null
  /** The buffer belongs to somebody else. */
  external?: boolean
  /** First byte of a view. */
  offset?: number
}

/** The parts of tfjs's WebGPUBackend (4.22) that are used or replaced here; its types call some of them private. */
interface OpenBackend extends tf.KernelBackend {
  readonly device: GPUDevice
  readonly queue: GPUQueue
  bufferManager: BufferPool
  readonly tensorMap: {
    get(dataId: object): TensorData
    has(dataId: object): boolean
    set(id: object, data: TensorData): void
  }
  commandEncoder: GPUCommandEncoder | null
  computePassEncoder: GPUComputePassEncoder | null
  dispatchCountInPass: number
  commandQueueOwnedIds: { add(dataId: object): unknown; has(dataId: object): boolean }
  uniformPendingDisposal: GPUBuffer[]
  ensureCommandEncoderReady(): void
  endComputePassEncoder(): void
  submitQueue(): void
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo
  nextDataId(): number
}

type Constructor = new (device: GPUDevice, info: GPUAdapterInfo) => OpenBackend
const Base = WebGPUBackend as unknown as Constructor

/** Views begin at multiples of this many numbers: the standard's alignment of 256 bytes for bindings. */
export const VIEW_ALIGNMENT = 64

const FLOAT = 4
/** Values, not names: `GPUBufferUsage` is not global everywhere. */
const USAGE = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 }
const TENSOR_USAGE = USAGE.storage | USAGE.copySource | USAGE.copyTarget
const MAP_READ = 1

export class EngineWebGPUBackend extends Base {
  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info)
    this.bufferManager = new BufferPool(device)
    // A disposed tensor's buffer goes back at once; see BufferPool for why that is safe.
    this.commandQueueOwnedIds = { add: () => {}, has: () => false }
  }

  /** A tensor of `shape` that is a part of `vector`, from its number `start` on. `vector` keeps owning the memory. */
  view(vector: tf.Tensor, start: number, shape: number[]): tf.Tensor {
    if (start % VIEW_ALIGNMENT !== 0) throw new Error(`a view cannot begin at ${start}`)
    const resource = this.bufferOf(vector)
    const dataId = { id: this.nextDataId() }
    const { dtype } = vector
    const data = { dtype, shape, values: null, refCount: 1, resource, external: true, offset: start * FLOAT }
    this.tensorMap.set(dataId, data)
    return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype })
  }

  /** Copies a tensor's numbers into a vector, from the vector's number `start` on. */
  copyInto(vector: tf.Tensor, start: number, tensor: tf.Tensor): void {
    const { buffer, offset = 0 } = this.bindingOf(tensor)
    const target = this.bufferOf(vector)
    this.ensureCommandEncoderReady()
    this.endComputePassEncoder()
    this.commandEncoder!.copyBufferToBuffer(buffer, offset, target, start * FLOAT, tensor.size * FLOAT)
  }

  /** A tensor of numbers yet to be written. */
  output(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.makeTensorInfo(shape, dtype))
  }

  /** Where a tensor lies, uploaded if need be. */
  bindingOf(tensor: tf.TensorInfo): GPUBufferBinding {
    this.uploadToGPU(tensor.dataId)
    return this.tensorToBinding(tensor)
  }

  /** The pass that is being recorded. */
  pass(): GPUComputePassEncoder {
    this.ensureCommandEncoderReady()
    this.computePassEncoder ??= this.commandEncoder!.beginComputePass()
    return this.computePassEncoder
  }

  /** Sends off what is recorded, if anything. */
  submit(): void {
    if (!this.commandEncoder) return
    this.endComputePassEncoder()
    this.submitQueue()
  }

  override submitQueue(): void {
    super.submitQueue()
    this.commandQueueOwnedIds = { add: () => {}, has: () => false }
    this.bufferManager.submitted()
  }

  tensorToBinding(tensor: tf.TensorInfo): GPUBufferBinding {
    const { resource, offset, shape } = this.tensorMap.get(tensor.dataId)
    if (offset === undefined) return { buffer: resource! }
    return { buffer: resource!, offset, size: FLOAT * tf.util.sizeFromShape(shape) }
  }

  uploadToGPU(dataId: object): void {
    const data = this.tensorMap.get(dataId)
    if (data.resource) return
    const size = FLOAT * tf.util.sizeFromShape(data.shape)
    if (!data.values) {
      data.resource = this.bufferManager.acquireBuffer(size, TENSOR_USAGE)
      return
    }
    data.resource = this.bufferManager.acquireForWrite(size, TENSOR_USAGE)
    this.queue.writeBuffer(data.resource, 0, wordsOf(data))
    data.values = null
  }

  override async read(dataId: object): Promise<Values> {
    const { values, resource, offset = 0, shape, dtype } = this.tensorMap.get(dataId)
    if (values) return values
    const size = FLOAT * tf.util.sizeFromShape(shape)
    const staging = this.bufferManager.acquireBuffer(size, USAGE.copyTarget | USAGE.mapRead)
    this.ensureCommandEncoderReady()
    this.endComputePassEncoder()
    this.commandEncoder!.copyBufferToBuffer(resource!, offset, staging, 0, size)
    this.submitQueue()
    await staging.mapAsync(MAP_READ)
    const copy = staging.getMappedRange().slice(0)
    staging.unmap()
    this.bufferManager.releaseBuffer(staging)
    // Numbers that were computed without memory are none.
    this.bufferManager.check()
    if (dtype === 'float32') return new Float32Array(copy)
    return dtype === 'bool' ? Uint8Array.from(new Int32Array(copy)) : new Int32Array(copy)
  }

  /** Numbers for a kernel's uniform, which last until the next submit. */
  temporaryUniform(bytes: ArrayBuffer): GPUBuffer {
    const buffer = this.bufferManager.acquireForWrite(bytes.byteLength, USAGE.uniform | USAGE.copyTarget)
    this.queue.writeBuffer(buffer, 0, bytes)
    this.uniformPendingDisposal.push(buffer)
    return buffer
  }

  /** Numbers for a kernel's uniform, for good. */
  lastingUniform(bytes: ArrayBuffer): GPUBuffer {
    const buffer = this.device.createBuffer({ size: bytes.byteLength, usage: USAGE.uniform | USAGE.copyTarget })
    this.queue.writeBuffer(buffer, 0, bytes)
    return buffer
  }

  private bufferOf(tensor: tf.Tensor): GPUBuffer {
    this.uploadToGPU(tensor.dataId)
    return this.tensorMap.get(tensor.dataId).resource!
  }
}

/** As the GPU holds them: 4 bytes each, whole numbers for int32 and bool. */
function wordsOf({ dtype, values }: TensorData): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  const array = values as ArrayLike<number>
  return dtype === 'float32' ? Float32Array.from(array) : Int32Array.from(array)
}

/** The backend in use. Only for code that runs on WebGPU alone. */
export function webgpuBackend(): EngineWebGPUBackend {
  return tf.backend() as EngineWebGPUBackend
}
