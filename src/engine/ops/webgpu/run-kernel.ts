/**
 * @file Records one dispatch of a kernel of ours among tfjs's own: pipelines by key, uniforms by content, and a submit
 * whenever the recorded work would keep a slow GPU busy for too long.
 */
import type * as tf from '@tensorflow/tfjs-core'
import { type EngineWebGPUBackend, webgpuBackend } from '../../backend/webgpu-backend'
import { type DeviceState, stateOf } from './device-state'
import type { Kernel } from './kernel'
import { pipelineOf } from './pipelines'
import { timed } from './profile'

/** Seconds of work in one submit: the page's own drawing waits this long for its turn on the GPU. */
const SUBMIT_SECONDS = 0.1
/** What reading or writing one number costs, in floating-point operations: measured on a software adapter. */
const ACCESS = 8
/** Uniforms and bind groups that are kept; a run has a few hundred at most. */
const KEPT_UNIFORMS = 2000
const KEPT_GROUPS = 4000

/**
 * @param writes Tensors from `output`, or tensors to change in place. None may be among `reads`.
 * @param work Floating-point operations, where that is more than a few for each number read or written.
 */
export function runKernel(
  kernel: Kernel,
  reads: readonly tf.TensorInfo[],
  writes: readonly tf.TensorInfo[],
  params: readonly number[],
  [x, y = 1, z = 1]: readonly [number, number?, number?],
  work = 0,
): void {
  if (x * y * z === 0) return
  const backend = webgpuBackend()
  const state = stateOf(backend)
  if (state.wanted) {
    if (!state.compiled.has(kernel.key)) state.wanted.set(kernel.key, kernel)
    return
  }
  const { pipeline, layout } = pipelineOf(backend, state, kernel)
  const tensors = [...reads, ...writes]
  const bindings = tensors.map((tensor) => backend.bindingOf(tensor))
  if (kernel.params.length > 0) bindings.push({ buffer: uniformOf(backend, state, kernel, params) })
  const group = groupOf(backend, state, layout, bindings)
  timed(backend, kernel.key, () => {
    const pass = backend.pass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(x, y, z)
  })
  for (const { size } of tensors as tf.Tensor[]) state.recorded += ACCESS * (size ?? 0)
  state.recorded += work
  if (state.recorded < SUBMIT_SECONDS * state.rate) return
  state.recorded = 0
  backend.submit()
}

const numberOf = new WeakMap<object, number>()
let counted = 0

/** A number for each buffer or layout, for keys. */
function idOf(thing: object): number {
  let id = numberOf.get(thing)
  if (id === undefined) {
    id = ++counted
    numberOf.set(thing, id)
  }
  return id
}

/** Steps are alike and the pool hands out buffers in the same order, so most groups come up again in the next step. */
function groupOf(
  backend: EngineWebGPUBackend,
  state: DeviceState,
  layout: GPUBindGroupLayout,
  bindings: GPUBufferBinding[],
): GPUBindGroup {
  let key = `${idOf(layout)}`
  for (const { buffer, offset, size } of bindings) {
    key += size === undefined ? `,${idOf(buffer)}` : `,${idOf(buffer)}+${offset}:${size}`
  }
  const known = state.groups.get(key)
  if (known) return known
  if (state.groups.size >= KEPT_GROUPS) state.groups.clear()
  const entries = bindings.map((resource, binding) => ({ binding, resource }))
  const group = backend.device.createBindGroup({ layout, entries })
  state.groups.set(key, group)
  return group
}

/** A tensor of numbers yet to be written by a kernel. */
export function output<T extends tf.Tensor = tf.Tensor>(shape: readonly number[]): T {
  return webgpuBackend().output([...shape]) as T
}

/** Tells how fast the adapter was seen to be, in floating-point operations a second. */
export function setRate(rate: number): void {
  stateOf(webgpuBackend()).rate = rate
}

function uniformOf(backend: EngineWebGPUBackend, state: DeviceState, kernel: Kernel, params: readonly number[]) {
  if (params.length !== kernel.params.length) throw new Error(`${kernel.key} wants ${kernel.params.join(', ')}`)
  if (kernel.volatile) return backend.temporaryUniform(pack(kernel, params))
  const name = `${kernel.params.join()}=${params.join()}`
  const known = state.uniforms.get(name)
  if (known) return known
  if (state.uniforms.size >= KEPT_UNIFORMS) {
    backend.submit()
    for (const buffer of state.uniforms.values()) buffer.destroy()
    state.uniforms.clear()
  }
  const buffer = backend.lastingUniform(pack(kernel, params))
  state.uniforms.set(name, buffer)
  return buffer
}

function pack(kernel: Kernel, params: readonly number[]): ArrayBuffer {
  const bytes = new ArrayBuffer(16 * Math.ceil(params.length / 4))
  const view = new DataView(bytes)
  params.forEach((value, i) => {
    if (kernel.params[i]!.endsWith('f32')) view.setFloat32(4 * i, value, true)
    else view.setUint32(4 * i, value, true)
  })
  return bytes
}
