/** @file What is kept for each device, between one dispatch and the next. */
import type { EngineWebGPUBackend } from '../../backend/webgpu-backend'
import type { Kernel } from './kernel'

export interface Compiled {
  pipeline: GPUComputePipeline
  layout: GPUBindGroupLayout
}

/** Everything that belongs to one device. */
export interface DeviceState {
  compiled: Map<string, Compiled>
  /** How often a kernel was asked for that is not compiled. */
  asked: Map<string, number>
  /** In the background. */
  isCompiling: boolean
  /** Kernels that are only asked for, not run: see compileAhead. */
  wanted: Map<string, Kernel> | null
  layouts: Map<string, GPUBindGroupLayout>
  groups: Map<string, GPUBindGroup>
  uniforms: Map<string, GPUBuffer>
  /** Work that is recorded but not submitted, in floating-point operations. */
  recorded: number
  /** Floating-point operations a second; guessed low until a trial has measured it. */
  rate: number
}

const states = new WeakMap<EngineWebGPUBackend, DeviceState>()

export function stateOf(backend: EngineWebGPUBackend): DeviceState {
  let state = states.get(backend)
  if (!state) {
    state = {
      compiled: new Map(),
      asked: new Map(),
      isCompiling: false,
      wanted: null,
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
