/** @file What the engine needs to know of a WebGPU implementation, the browser's own or an injected one (Dawn). */
import type { AdapterTraits } from '../ops/webgpu/tiles'

/** The part of `navigator.gpu` that is used. */
export interface GpuLike {
  requestAdapter(options?: { powerPreference?: 'high-performance' | 'low-power' }): Promise<AdapterLike | null>
}

export interface AdapterInfoLike {
  vendor: string
  architecture: string
  device: string
  description: string
  isFallbackAdapter?: boolean
  subgroupMinSize?: number
  subgroupMaxSize?: number
}

export interface AdapterLike {
  features: { has(name: string): boolean }
  limits: object
  info: AdapterInfoLike
  isFallbackAdapter?: boolean
  requestDevice(descriptor: { requiredFeatures: string[]; requiredLimits: Record<string, number> }): Promise<DeviceLike>
}

export interface DeviceLike {
  features: Iterable<string>
  limits: object
  lost: Promise<{ reason: string; message: string }>
  addEventListener(type: 'uncapturederror', listener: (event: { error: { message: string } }) => void): void
  destroy(): void
}

/** Taken when the adapter has them: half precision and subgroups for the kernels, timestamps for their benchmark. */
const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query']

/** A device gets the smallest limits of the standard unless it asks; models need the adapter's own. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
]

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i

/** True for an adapter that runs on the processor. */
export function isSoftware({ info, isFallbackAdapter }: AdapterLike): boolean {
  if (isFallbackAdapter || info.isFallbackAdapter) return true
  return SOFTWARE.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`)
}

/** What the kernels need to know to choose their form. */
export function traitsOf(adapter: AdapterLike): AdapterTraits {
  const { subgroupMinSize = 0, subgroupMaxSize = 0 } = adapter.info
  return {
    smallestSubgroup: adapter.features.has('subgroups') ? subgroupMinSize : 0,
    oneSubgroupSize: subgroupMinSize === subgroupMaxSize,
    software: isSoftware(adapter),
  }
}

/** The name that a person would know the adapter by. */
export function adapterName({ info }: AdapterLike): string {
  return info.description || info.device || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed GPU'
}

export function requestDevice(adapter: AdapterLike): Promise<DeviceLike> {
  return adapter.requestDevice({
    requiredFeatures: FEATURES.filter((name) => adapter.features.has(name)),
    requiredLimits: readLimits(adapter.limits),
  })
}

/** The limits above, as far as the implementation knows them. */
export function readLimits(limits: object): Record<string, number> {
  const known = limits as Record<string, number | undefined>
  return Object.fromEntries(
    LIMITS.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name] as number]])),
  )
}
