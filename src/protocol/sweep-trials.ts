/** @file The runs that a sweep amounts to: the same for the same file, each checked, none twice. */

import { isNumeric, valueAt, withValue } from './config-path'
import { AppError } from './errors'
import { parseRunConfig } from './parse-run-config'
import { createRandom, type Random } from './random'
import type { RunConfig } from './run-config'
import { SEED, type SweepField, type SweepFile } from './sweep'

export interface Trial {
  /** Place in the sweep, from 0. */
  index: number
  /** By path. */
  values: Record<string, number>
  config: RunConfig
}

/** A grid is refused above this, before it is made. */
const MOST = 1000
const POINTS = 3
/** Draws for one setting of a random search, before it counts as exhausted. */
const TRIES = 50

/** Equal for configs that are the same run, however their entries are ordered. */
export const sameness = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  )

/** @throws AppError `config/invalid`, naming the field, its value and what to do. */
export function trialsOf(sweep: SweepFile): Trial[] {
  const base = withLength(parseRunConfig(sweep.base), sweep.budget.steps)
  for (const field of sweep.fields) refuseUnknown(base, field)
  const all = sweep.method === 'grid' ? gridOf(sweep.fields) : drawn(sweep)
  const seen = new Set<string>()
  const trials: Trial[] = []
  for (const values of all) {
    const config = configFor(base, values, sweep.budget.steps)
    const key = sameness(config)
    if (seen.has(key)) continue
    seen.add(key)
    trials.push({ index: trials.length, values, config })
  }
  return sweep.budget.runs === null ? trials : trials.slice(0, sweep.budget.runs)
}

/** How many runs a grid has, repeats included; for a search the number that was asked for. */
export function sizeOf({ method, fields, budget }: SweepFile): number {
  const size = fields.reduce((product, field) => product * pointsOf(field).length, 1)
  return method === 'grid' ? Math.min(size, budget.runs ?? size) : (budget.runs ?? 0)
}

/** Stages that share the steps of a run: of `by-source` as many as there are sources. */
export const stagesIn = ({ stages, sources }: RunConfig): number =>
  stages.split === 'by-source' ? Math.max(1, sources.length) : stages.count

function withLength(config: RunConfig, steps: number | null): RunConfig {
  if (steps === null) return config
  const maxSteps = Math.max(1, Math.round(steps / stagesIn(config)))
  // Epochs that a stage sets for itself would outdo the steps.
  const overrides = config.stages.overrides.map(({ epochs: _, ...others }) => others)
  return { ...config, training: { ...config.training, maxSteps }, stages: { ...config.stages, overrides } }
}

function refuseUnknown(base: RunConfig, { path, values, min }: SweepField): void {
  if (isNumeric(base, path)) return
  const now = valueAt(base, path)
  const what =
    now === undefined || path === 'version' ? 'is no setting of this run' : `is ${JSON.stringify(now)}, no number`
  throw new AppError(
    'config/invalid',
    `${path} ${what}, so it cannot be ${values?.[0] ?? min}.`,
    now === undefined
      ? `Take a field that ${base.objective.name} has, such as optimizer.learningRate, or choose another objective.`
      : 'Take a field that holds a number, such as optimizer.learningRate.',
  )
}

function configFor(base: RunConfig, values: Record<string, number>, steps: number | null): RunConfig {
  let changed: unknown = base
  for (const [path, value] of Object.entries(values)) changed = withValue(changed as RunConfig, path, value)
  try {
    const config = parseRunConfig(changed)
    // The number of stages may be one of the fields, and they share what there is.
    return 'stages.count' in values ? withLength(config, steps) : config
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const given = Object.entries(values).map(([path, value]) => `${path} ${value}`)
    throw new AppError(error.code, `The run with ${given.join(', ')} cannot be run: ${error.message}.`, error.remedy)
  }
}

/** What a field takes in a grid, smallest first where it is a range. */
export function pointsOf(field: SweepField): number[] {
  const { values, min, max, scale, integer, count } = field
  if (values !== undefined) return values
  const [low, high] = bounds(min!, max!, integer)
  const whole = high - low + 1
  const points = count ?? (integer ? Math.min(whole, MOST + 1) : POINTS)
  if (points === 1) return [low]
  const between = (share: number) => (scale === 'log' ? low * (high / low) ** share : low + share * (high - low))
  const spaced = Array.from({ length: points }, (_, i) => rounded(between(i / (points - 1)), field))
  return [...new Set(spaced)]
}

/** Every combination; the last field changes first, and the seed last of all, so that a budget cuts seeds, not settings. */
function gridOf(fields: SweepField[]): Record<string, number>[] {
  const size = fields.reduce((product, field) => product * pointsOf(field).length, 1)
  if (size > MOST) {
    throw new AppError(
      'config/invalid',
      `This grid has ${size} runs; ${MOST} are the most.`,
      'Take fewer values, or a random search with a number of runs.',
    )
  }
  return combinations([...fields].sort((a, b) => Number(b.path === SEED) - Number(a.path === SEED)))
}

const combinations = (fields: SweepField[]): Record<string, number>[] =>
  fields.reduce<Record<string, number>[]>(
    (former, field) => former.flatMap((values) => pointsOf(field).map((value) => ({ ...values, [field.path]: value }))),
    [{}],
  )

/** Settings at random; each is run with every seed, so that their spread can be seen. */
function drawn({ fields, budget, seed }: SweepFile): Record<string, number>[] {
  const seedField = fields.find(({ path }) => path === SEED)
  const free = fields.filter((field) => field !== seedField)
  const runs = budget.runs ?? 0
  const seeds = seedField ? pointsOf(seedField).slice(0, runs) : []
  const settings = Math.max(1, Math.floor(runs / Math.max(1, seeds.length)))
  const random = createRandom(seed, 'sweep')
  const found = new Map<string, Record<string, number>>()
  for (let i = 0; i < settings * TRIES && found.size < settings; i++) {
    const values = Object.fromEntries(free.map((field) => [field.path, draw(field, random)]))
    found.set(JSON.stringify(values), values)
  }
  const chosen = [...found.values()]
  return seedField ? seeds.flatMap((value) => chosen.map((values) => ({ [SEED]: value, ...values }))) : chosen
}

function draw(field: SweepField, random: Random): number {
  const { values, min, max, scale, integer } = field
  if (values !== undefined) return values[random.int(values.length)]!
  const [low, high] = bounds(min!, max!, integer)
  const share = random.next()
  if (integer && scale === 'linear') return low + Math.floor(share * (high - low + 1))
  return rounded(scale === 'log' ? low * (high / low) ** share : low + share * (high - low), field)
}

const bounds = (min: number, max: number, integer: boolean): [number, number] =>
  integer ? [Math.ceil(min), Math.floor(max)] : [min, max]

/** Three digits of what the range tells apart: values that a person can type again. Never beyond the range. */
function rounded(value: number, { min, max, scale, integer }: SweepField): number {
  const [low, high] = bounds(min!, max!, integer)
  const inside = (number: number) => Math.min(high, Math.max(low, number))
  if (integer) return inside(Math.round(value))
  if (scale === 'log' && max! / min! > 2) return inside(Number(value.toPrecision(3)))
  const unit = 10 ** (Math.floor(Math.log10(max! - min!)) - 2)
  return inside(Number((Math.round(value / unit) * unit).toPrecision(12)))
}
