/** @file Checks a config and fills its defaults; what cannot be run is refused by name and value. */
import { AppError } from './errors'
import { type RunConfig, runConfig } from './run-config'

/** @throws AppError `config/invalid`, naming the first field, its value and what it should be. */
export function parseRunConfig(input: unknown): RunConfig {
  const result = runConfig.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input)
  const field = issue.path.join('.') || 'config'
  const more = result.error.issues.length > 1 ? ` (and ${result.error.issues.length - 1} more)` : ''
  throw new AppError(
    'config/invalid',
    `${field} is ${JSON.stringify(value) ?? 'missing'}${more}`,
    `${issue.message}. Correct ${field} and start again.`,
  )
}
