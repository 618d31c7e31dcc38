/** @file Values of a config by their path: `optimizer.learningRate`, `stages.overrides.0.beta`. */
import { type RunConfig, runConfig } from './run-config'

type Node = Record<string, unknown>

/** No list of a config is longer; a path with a larger index leads nowhere. */
const LONGEST_LIST = 16

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** The value at a path; undefined where there is none. */
export function valueAt(config: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (isNode(at) && Object.hasOwn(at, key) ? at[key] : undefined), config)
}

function replaced(node: unknown, keys: string[], value: unknown): unknown {
  const [key, ...rest] = keys
  if (key === undefined) return value
  if (!Array.isArray(node)) return { ...(isNode(node) ? node : {}), [key]: replaced(valueAt(node, key), rest, value) }
  const at = Number(key)
  if (!Number.isInteger(at) || at < 0 || at >= LONGEST_LIST) return node
  // The entries before it must exist, or the schema sees holes.
  return Array.from({ length: Math.max(node.length, at + 1) }, (_, i) => {
    const entry: unknown = node[i] ?? {}
    return i === at ? replaced(entry, rest, value) : entry
  })
}

/** A copy with one value replaced; what did not change is shared. */
export const withValue = (config: RunConfig, path: string, value: unknown): unknown =>
  replaced(config, path.split('.'), value)

/** Is there a number at this path of the config, or could there be one? */
export function isNumeric(config: RunConfig, path: string): boolean {
  if (path === 'version') return false
  const now = valueAt(config, path)
  if (typeof now === 'number') return true
  if (now !== null && now !== undefined) return false
  // What is null or left out can be a number where the schema keeps the one that is put there.
  return [1, 0.1].some((probe) => {
    const parsed = runConfig.safeParse(withValue(config, path, probe))
    return parsed.success && valueAt(parsed.data, path) === probe
  })
}

/** Paths of every number that this config has, or may have where it leaves the choice to the program. */
export function numericPaths(config: RunConfig): string[] {
  const leaves = (node: unknown, path: string): string[] => {
    if (isNode(node)) {
      return Object.entries(node).flatMap(([key, entry]) => leaves(entry, path === '' ? key : `${path}.${key}`))
    }
    return (typeof node === 'number' || node === null) && isNumeric(config, path) ? [path] : []
  }
  return leaves(config, '')
}
