/** @file What WebGPU's adapter says of itself. */

const LIMITS = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize'] as const

export interface AdapterFacts {
  vendor: string
  architecture: string
  device: string
  description: string
  subgroups: string
  features: string[]
  limits: Record<string, number>
}

/** Null where there is no adapter. */
export async function adapterFacts(gpu: GPU | undefined = navigator.gpu): Promise<AdapterFacts | null> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return null
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = adapter.info
  return {
    vendor,
    architecture,
    device,
    description,
    subgroups: `${subgroupMinSize} to ${subgroupMaxSize}`,
    features: [...adapter.features].sort(),
    limits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  }
}
