/** @file The sweep that a person puts together: what is proposed at first, and what it amounts to with the form's config. */

import { valueAt } from '../../protocol/config-path'
import { AppError, type ErrorReport, toReport } from '../../protocol/errors'
import type { RunConfig } from '../../protocol/run-config'
import { parseSweep, SEED, type SweepField, type SweepFile } from '../../protocol/sweep'
import { stagesIn, type Trial, trialsOf } from '../../protocol/sweep-trials'
import { problemsOf } from '../config-path'
import { FIELDS, type FieldPath, type FieldRange, rangeOf } from '../fields'
import type { Session } from '../session-store'
import { classStore, isPathLocked } from '../sharing/class-store'

/** A sweep file without its base, which is the form. */
export type SweepDraft = Omit<SweepFile, 'base' | 'version'>

/** So far on either side of the present value is where another one is worth a run. */
const AROUND = 3

const isListed = (path: string): path is FieldPath => path in FIELDS

/** Where to look for a better value of this field, seen from the one that it has. */
export function suggestField(path: string, config: RunConfig): SweepField {
  const now = valueAt(config, path)
  const field = { path, scale: 'linear', integer: false } as const
  if (path === SEED) return { ...field, values: [1, 2, 3], integer: true }
  if (!isListed(path)) return { ...field, values: typeof now === 'number' ? [now] : [1] }
  const range: FieldRange = rangeOf(path, config)
  const { min, max, log, integer = false } = range
  if (path === 'stages.count') return { ...field, values: [1, 2, 3], integer: true }
  if (!log || typeof now !== 'number') return { ...field, min, max, integer, count: 3 }
  const tidy = (value: number) => Number(Math.min(max, Math.max(min, value)).toPrecision(2))
  return { ...field, scale: 'log', values: [...new Set([tidy(now / AROUND), now, tidy(now * AROUND)])] }
}

/** The range that listed values span, to draw from; what spans none stays as it is, and so does the seed. */
export function asRange(field: SweepField): SweepField {
  const { path, scale, integer, values } = field
  if (values === undefined || path === SEED) return field
  const [min, max] = [Math.min(...values), Math.max(...values)]
  return min < max ? { path, scale, integer, min, max, count: Math.max(2, values.length) } : field
}

/** Samples can be judged: the pairs are those of one built-in set. */
export const isJudged = ({ dataSources }: Pick<Session, 'dataSources'>, config: RunConfig): boolean =>
  config.evaluation.samplePrompts > 0 && dataSources.length === 1 && dataSources[0]!.kind === 'built-in'

export function suggestDraft(config: RunConfig, judged: boolean): SweepDraft {
  const paths = ['objective.beta', 'optimizer.learningRate'].filter(
    (path) => valueAt(config, path) !== undefined && !isPathLocked(classStore.getState().rules, path),
  )
  return {
    name: 'sweep',
    method: 'grid',
    fields: paths.map((path) => suggestField(path, config)),
    metric: { key: judged ? 'eval_win_rate' : 'eval_rewards/accuracies', goal: 'max', at: 'last' },
    budget: { runs: null, minutes: null, steps: null },
    seed: 1,
  }
}

export type Plan = { sweep: SweepFile; trials: Trial[]; problem: null } | { problem: ErrorReport }

/** Every run of it checked, as the form checks its own. */
export function planOf(draft: SweepDraft, config: RunConfig): Plan {
  try {
    const sweep = parseSweep({ ...draft, version: 1, base: config })
    const trials = trialsOf(sweep)
    for (const trial of trials) {
      const [found] = Object.entries(problemsOf(trial.config))
      if (!found) continue
      const [path, words] = found
      throw new AppError('config/invalid', `${path} is ${valueAt(trial.config, path)}.`, `${words}.`)
    }
    return { sweep, trials, problem: null }
  } catch (error) {
    return { problem: toReport(error) }
  }
}

/** Optimizer steps of a run, reckoned before it: the worker's split of pairs may differ by a few. */
export function stepsOf(config: RunConfig, pairs: number): number {
  const { training, warmup, data } = config
  const trained = pairs * (1 - data.heldOutShare)
  const inPasses = (passes: number) => Math.ceil((trained * passes) / training.batchSize)
  const main = training.maxSteps === null ? inPasses(training.epochs) : training.maxSteps * stagesIn(config)
  return Math.max(1, main + (warmup.enabled ? inPasses(warmup.epochs) : 0))
}
