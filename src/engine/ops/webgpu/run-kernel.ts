/**
 * @file Records one dispatch of a kernel of ours among tfjs's own: pipelines by key, uniforms by content, and a submit
 * whenever the recorded work would keep a slow GPU busy for too long.
 */
import type * as tf from '@tensorflow/tfjs-core'
import { type EngineWebGPUBackend, webgpuBackend } from '../../backend/webgpu-backend'
import { timed } from './profile'

export interface Kernel {
  /** Names the pipeline: differs wherever the code does. */
  readonly key: string
  /** Read-only storage, in order of binding: 'x: array<f32>'. */
  readonly reads: readonly string[]
  /** Written (or changed) storage, after the reads. */
  readonly writes: readonly string[]
  /** Numbers of the call, read as `params.n`: 'n: u32', 'eps: f32'. */
  readonly params: readonly string[]
  /** Params change from call to call (a learning rate): not worth keeping. */
  readonly volatile?: boolean
  /** `enable` directives. */
  readonly enables?: readonly string[]
  /** The module without its bindings; entry point `main`. */
  readonly code: string
}

const kernels = new Map<string, Kernel>()

/** The kernel of that key, whose text is written only once. */
export function kernelFor(key: string, build: () => Omit<Kernel, 'key'>): Kernel {
  let kernel = kernels.get(key)
  if (!kernel) {
    kernel = { key, ...build() }
    kernels.set(key, kernel)
  }
  return kernel
}

interface Compiled {
  pipeline: GPUComputePipeline
  layout: GPUBindGroupLayout
}

/** Everything that belongs to one device. */
interface DeviceState {
  compiled: Map<string, Compiled>
  /** How often a kernel was asked for that is not compiled. */
  asked: Map<string, number>
  /** In the background. */
  isCompiling: boolean
  layouts: Map<string, GPUBindGroupLayout>
  groups: Map<string, GPUBindGroup>
  uniforms: Map<string, GPUBuffer>
  /** Work that is recorded but not submitted, in floating-point operations. */
  recorded: number
  /** Floating-point operations a second; guessed low until a trial has measured it. */
  rate: number
}

const states = new WeakMap<EngineWebGPUBackend, DeviceState>()

function stateOf(backend: EngineWebGPUBackend): DeviceState {
  let state = states.get(backend)
  if (!state) {
    state = {
      compiled: new Map(),
      asked: new Map(),
      isCompiling: false,
      layouts: new Map(),
      groups: new Map(),
      uniforms: new Map(),
      recorded: 0,
      rate: 2e9,
    }
    states.set(backend, state)
  }
  return state
}

/** Seconds of work in one submit: the page's own drawing waits this long for its turn on the GPU. */
const SUBMIT_SECONDS = 0.1
/** What reading or writing one number costs, in floating-point operations: measured on a software adapter. */
const ACCESS = 8
/** Uniforms and bind groups that are kept; a run has a few hundred at most. */
const KEPT_UNIFORMS = 2000
const KEPT_GROUPS = 4000
/** Calls: a few training steps. */
const WORTH_COMPILING = 16
const COMPUTE_STAGE = 4

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
  const { pipeline, layout } = state.compiled.get(kernel.key) ?? compile(backend, state, kernel)
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

/**
 * Whether the kernel can be run without waiting for its compilation. That begins in the background once the kernel has
 * been asked for often enough to pay, one kernel at a time: the run that is under way needs the processor too.
 */
export function isReady(kernel: Kernel): boolean {
  const backend = webgpuBackend()
  const state = stateOf(backend)
  if (state.compiled.has(kernel.key)) return true
  const asked = (state.asked.get(kernel.key) ?? 0) + 1
  state.asked.set(kernel.key, asked)
  if (asked < WORTH_COMPILING || state.isCompiling) return false
  state.isCompiling = true
  const { layout, descriptor } = describe(backend, state, kernel)
  const done = (pipeline?: GPUComputePipeline) => {
    if (pipeline) state.compiled.set(kernel.key, { pipeline, layout })
    // Where it failed, what is used instead goes on being used; a lost device has its own report.
    else state.asked.set(kernel.key, Number.NEGATIVE_INFINITY)
    state.isCompiling = false
  }
  backend.device.createComputePipelineAsync(descriptor).then(done, () => done())
  return false
}

function compile(backend: EngineWebGPUBackend, state: DeviceState, kernel: Kernel): Compiled {
  const { layout, descriptor } = describe(backend, state, kernel)
  const compiled = { pipeline: backend.device.createComputePipeline(descriptor), layout }
  state.compiled.set(kernel.key, compiled)
  return compiled
}

/** Uniform structs have no padding problems as long as every field is 4 bytes wide. */
function describe(backend: EngineWebGPUBackend, state: DeviceState, kernel: Kernel) {
  const { reads, writes, params, enables = [], key } = kernel
  const declared = [
    ...enables.map((name) => `enable ${name};`),
    ...reads.map((text, i) => `@group(0) @binding(${i}) var<storage, read> ${text};`),
    ...writes.map((text, i) => `@group(0) @binding(${reads.length + i}) var<storage, read_write> ${text};`),
  ]
  if (params.length > 0) {
    declared.push(`struct Params { ${params.join(', ')} }`)
    declared.push(`@group(0) @binding(${reads.length + writes.length}) var<uniform> params: Params;`)
  }
  const module = backend.device.createShaderModule({ label: key, code: `${declared.join('\n')}\n${kernel.code}` })
  const layout = layoutOf(backend, state, kernel)
  const descriptor: GPUComputePipelineDescriptor = {
    label: key,
    layout: backend.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  }
  return { layout, descriptor }
}

function layoutOf(backend: EngineWebGPUBackend, state: DeviceState, { reads, writes, params }: Kernel) {
  const types: GPUBufferBindingType[] = [
    ...reads.map(() => 'read-only-storage' as const),
    ...writes.map(() => 'storage' as const),
    ...(params.length > 0 ? ['uniform' as const] : []),
  ]
  const name = types.join()
  const known = state.layouts.get(name)
  if (known) return known
  const entries = types.map((type, binding) => ({ binding, visibility: COMPUTE_STAGE, buffer: { type } }))
  const layout = backend.device.createBindGroupLayout({ entries })
  state.layouts.set(name, layout)
  return layout
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
