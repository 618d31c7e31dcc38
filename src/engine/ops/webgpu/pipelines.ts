/** @file Pipelines of a device by kernel: compiled when first run, or beforehand in the background. */
import { type EngineWebGPUBackend, webgpuBackend } from '../../backend/webgpu-backend'
import { type Compiled, type DeviceState, stateOf } from './device-state'
import type { Kernel } from './kernel'

const COMPUTE_STAGE = 4
/** Calls: a few training steps. */
const WORTH_COMPILING = 16

/**
 * Compiles what `work` will run, all at once and off the queue's way: `work` is run with no dispatch recorded, and must
 * not read a result. A kernel's first use would otherwise hold up everything behind it.
 */
export async function compileAhead(work: () => void): Promise<void> {
  const backend = webgpuBackend()
  const state = stateOf(backend)
  const wanted = new Map<string, Kernel>()
  state.wanted = wanted
  try {
    work()
  } finally {
    state.wanted = null
  }
  const compileInBackground = async (kernel: Kernel) => {
    const { layout, descriptor } = describe(backend, state, kernel)
    const pipeline = await backend.device.createComputePipelineAsync(descriptor)
    state.compiled.set(kernel.key, { pipeline, layout })
  }
  // What fails here is compiled when it is run, and reported then.
  await Promise.allSettled([...wanted.values()].map(compileInBackground))
}

export function pipelineOf(backend: EngineWebGPUBackend, state: DeviceState, kernel: Kernel): Compiled {
  return state.compiled.get(kernel.key) ?? compile(backend, state, kernel)
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
