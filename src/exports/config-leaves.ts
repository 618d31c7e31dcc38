/** @file A config as a flat list of its settings. */

export interface ConfigLeaf {
  /** `optimizer.learningRate`. */
  path: string
  value: unknown
}

/** Lists count as one value. */
export function configLeaves(config: object, before = ''): ConfigLeaf[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const path = `${before}${key}`
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isGroup ? configLeaves(value, `${path}.`) : [{ path, value }]
  })
}
