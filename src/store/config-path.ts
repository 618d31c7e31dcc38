/** @file Reads and writes one value of a config by its path, and says in plain words what is wrong with it. */
import type { z } from 'zod'
import { words } from '../i18n/words'
import { valueAt, withValue } from '../protocol/config-path'
import { type RunConfig, runConfig } from '../protocol/run-config'

/** `optimizer.learningRate`, `stages.overrides.0.beta` and so on. */
export type ConfigPath = string

export const getAt = (config: RunConfig, path: ConfigPath): unknown => valueAt(config, path)

/** A copy with one value replaced; what did not change is shared. */
export const setAt = (config: RunConfig, path: ConfigPath, value: unknown): RunConfig =>
  withValue(config, path, value) as RunConfig

function inWords(issue: z.core.$ZodIssue): string {
  const { chooseOne, atLeast, above, atMost, below, whole, number } = words.problems
  if (issue.code === 'too_small' && issue.origin === 'array') return chooseOne
  if (issue.code === 'too_small') return (issue.inclusive ? atLeast : above)(String(issue.minimum))
  if (issue.code === 'too_big') return (issue.inclusive ? atMost : below)(String(issue.maximum))
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? whole : number
  return issue.message
}

/** What cannot be run, by path; empty when all is well. */
export function problemsOf(config: RunConfig): Record<ConfigPath, string> {
  const problems: Record<ConfigPath, string> = {}
  const parsed = runConfig.safeParse(config)
  for (const issue of parsed.error?.issues ?? []) problems[issue.path.join('.')] ??= inWords(issue)
  const { batchSize, gradientAccumulation } = config.training
  if (gradientAccumulation > batchSize && !problems['training.batchSize']) {
    problems['training.gradientAccumulation'] ??= words.problems.atMostBatch(batchSize)
  }
  return problems
}
