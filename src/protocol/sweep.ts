/** @file A sweep: which fields of a config vary and how, what counts as best, and how much may be spent. */
import { z } from 'zod'
import { AppError } from './errors'
import { type MetricKey, metricKeys } from './sweep-metrics'

export const SEED = 'seed'

/** Fields that say how long a run, or a stage of it, is. */
const DECIDES_LENGTH = /^(?:training\.(?:maxSteps|epochs)|stages\.overrides\.\d+\.epochs)$/

/** Listed values, or a range: for a grid evenly spaced, for a random search drawn from. */
export const sweepField = z
  .strictObject({
    path: z.string().min(1),
    values: z.array(z.number()).min(1).max(100).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    scale: z.enum(['linear', 'log']).default('linear'),
    /** Points of a grid; left out: three, or every whole number of the range. */
    count: z.number().int().min(1).max(100).optional(),
    /** Whole numbers alone. */
    integer: z.boolean().default(false),
  })
  .superRefine(({ values, min, max, scale, integer }, context) => {
    const wrong = (message: string, key: string) => context.addIssue({ code: 'custom', message, path: [key] })
    if (values !== undefined) {
      if (min !== undefined || max !== undefined) wrong('Give values, or min and max, not both', 'values')
      return
    }
    if (min === undefined || max === undefined) return wrong('Give values, or min and max', 'values')
    if (min >= max) wrong(`The range ends at ${max}, so min must be below`, 'min')
    if (scale === 'log' && min <= 0) wrong('A range by ratios (log) begins above 0', 'min')
    if (integer && Math.ceil(min) > Math.floor(max)) wrong('There is no whole number in this range', 'min')
  })

export const sweepFile = z
  .strictObject({
    version: z.literal(1).default(1),
    name: z.string().min(1).max(80).default('sweep'),
    /** What all runs share: a run config, of which anything may be left out. */
    base: z.record(z.string(), z.unknown()).default({}),
    method: z.enum(['grid', 'random']).default('grid'),
    fields: z.array(sweepField).min(1).max(8),
    metric: z
      .strictObject({
        key: z.enum(metricKeys),
        goal: z.enum(['max', 'min']),
        /** Which evaluation of a run counts: its last, or the best that it ever had. */
        at: z.enum(['last', 'best']).default('last'),
      })
      .default({ key: 'eval_rewards/accuracies', goal: 'max', at: 'last' }),
    budget: z
      .strictObject({
        /** Runs at most; null: the whole grid. */
        runs: z.number().int().positive().max(1000).nullable().default(null),
        /** After so many no further run begins. */
        minutes: z.number().positive().nullable().default(null),
        /** Optimizer steps of each run, shared evenly by its stages; null: as the config says. */
        steps: z.number().int().positive().nullable().default(null),
      })
      .default({ runs: null, minutes: null, steps: null }),
    /** Decides what a random search draws. */
    seed: z.number().int().min(0).default(1),
  })
  .superRefine(({ fields, method, budget }, context) => {
    const wrong = (message: string, path: (string | number)[]) => context.addIssue({ code: 'custom', message, path })
    const paths = fields.map(({ path }) => path)
    const twice = paths.findIndex((path, i) => paths.indexOf(path) !== i)
    if (twice >= 0) wrong('Each field can vary once', ['fields', twice, 'path'])
    if (method === 'random' && budget.runs === null) {
      wrong('A random search needs a number of runs', ['budget', 'runs'])
    }
    const length = paths.findIndex((path) => DECIDES_LENGTH.test(path))
    if (length >= 0 && budget.steps !== null) {
      wrong('budget.steps decides how long each run is, so this cannot vary beside it', ['fields', length, 'path'])
    }
  })

export type SweepFile = z.infer<typeof sweepFile>
export type SweepInput = z.input<typeof sweepFile>
export type SweepField = z.infer<typeof sweepField>
export type SweepBudget = SweepFile['budget']
/** What the runs are compared by. */
export interface SweepMetric {
  key: MetricKey
  goal: 'max' | 'min'
  at: 'last' | 'best'
}

/** @throws AppError `config/invalid`, naming the entry, its value and what it should be. */
export function parseSweep(input: unknown): SweepFile {
  const result = sweepFile.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const keys = unknown === undefined ? issue.path : [...issue.path, unknown]
  const value = keys.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input)
  const entry = keys.join('.')
  throw new AppError(
    'config/invalid',
    entry === '' ? 'This is no sweep.' : `${entry} of the sweep is ${JSON.stringify(value) ?? 'missing'}.`,
    unknown === undefined ? `${issue.message}.` : `A sweep has no entry of this name: take ${unknown} out, or mend it.`,
  )
}
