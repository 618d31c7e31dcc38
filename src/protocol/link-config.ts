/** @file The settings of a run as named values for a link, and back: clamped, checked, and never refused as a whole. */
import { CONFIG_BASE, LINK_LIMITS, type LinkValue, MOST_STAGES, NULLABLE, OBJECTIVE_BASE } from './link-base'
import { type RunConfig, runConfig } from './run-config'

/** What of a link could not be taken as it stands. */
export type LinkNotice =
  | { kind: 'clamped'; name: string; asked: string; taken: string }
  | { kind: 'dropped'; name: string; asked: string }
  | { kind: 'unknown'; names: string[] }
  | { kind: 'too-long'; most: number }
  | { kind: 'version'; version: string }

/** In this order, name and value. */
export type LinkEntry = [name: string, value: string]

const OBJECTIVE = 'objective'
const TARGETS = 'tuning.targets'
const OVERRIDE = /^stages\.overrides\.(\d+)\.(beta|learningRate|epochs)$/
const LAYER = /^[A-Za-z0-9_.-]{1,64}$/
/** A word out of a few, or a number as somebody writes it. */
const WORD = /^[a-z0-9-]{1,40}$/i
/** Layers that a link may name. */
const MOST_TARGETS = 32

type Plain = Record<string, unknown>

const at = (config: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Plain | undefined)?.[key], config)

function put(config: Plain, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  let node = config
  for (const key of keys) {
    node[key] ??= {}
    node = node[key] as Plain
  }
  node[last] = value
}

const baseFor = (objective: string): Record<string, LinkValue> => ({ ...OBJECTIVE_BASE[objective], ...CONFIG_BASE })

/** Model, adapter and data are no part of it: a link speaks of them by itself. */
export function configEntries(config: RunConfig): LinkEntry[] {
  const entries: LinkEntry[] = [[OBJECTIVE, config.objective.name]]
  for (const [path, base] of Object.entries(baseFor(config.objective.name))) {
    const value = at(config, path)
    if (value !== undefined && value !== base) entries.push([path, String(value)])
  }
  const { targets } = config.tuning
  if (targets) entries.push([TARGETS, targets.join(',')])
  config.stages.overrides.forEach((override, stage) => {
    for (const [key, value] of Object.entries(override)) {
      if (value !== undefined) entries.push([`stages.overrides.${stage}.${key}`, String(value)])
    }
  })
  return entries
}

/** Whether a name in a link speaks of the config; what the config does not know is still the config's to refuse. */
export const isConfigName = (name: string): boolean =>
  name === OBJECTIVE || name === 'seed' || name === 'backend' || name.includes('.')

/** Within its limits; what was asked otherwise, or is no number, is told. */
export function numberFrom(path: string, limit: string, text: string, notices: LinkNotice[]): number | undefined {
  const asked = text.trim() === '' ? Number.NaN : Number(text)
  const { min, max, integer } = LINK_LIMITS[limit]!
  if (Number.isNaN(asked)) {
    notices.push({ kind: 'dropped', name: path, asked: text })
    return undefined
  }
  const inside = Math.min(max, Math.max(min, asked))
  const taken = integer ? Math.round(inside) : inside
  if (taken !== asked) notices.push({ kind: 'clamped', name: path, asked: text, taken: String(taken) })
  return taken
}

function valueFrom(path: string, base: LinkValue, text: string, notices: LinkNotice[]): LinkValue | undefined {
  if (NULLABLE.includes(path) && text === 'null') return null
  if (path in LINK_LIMITS) return numberFrom(path, path, text, notices)
  if (typeof base === 'boolean' ? text === 'true' || text === 'false' : WORD.test(text)) {
    return typeof base === 'boolean' ? text === 'true' : text
  }
  notices.push({ kind: 'dropped', name: path, asked: text })
  return undefined
}

function targetsFrom(text: string, notices: LinkNotice[]): string[] | null {
  const names = [...new Set(text.split(','))]
  const good = names.filter((name) => LAYER.test(name)).slice(0, MOST_TARGETS)
  if (good.length < names.length) notices.push({ kind: 'dropped', name: TARGETS, asked: text })
  return good.length > 0 ? good : null
}

/** Overrides as a list without holes. */
function overridesFrom(entries: LinkEntry[], notices: LinkNotice[]): Plain[] {
  const stages: Plain[] = []
  for (const [path, text] of entries) {
    const [, stage, key] = OVERRIDE.exec(path)!
    if (Number(stage) >= MOST_STAGES) {
      notices.push({ kind: 'dropped', name: path, asked: text })
      continue
    }
    const value = numberFrom(path, `override.${key}`, text, notices)
    while (value !== undefined && stages.length <= Number(stage)) stages.push({})
    if (value !== undefined) stages[Number(stage)]![key!] = value
  }
  return stages
}

function objectiveFrom(asked: string | undefined, notices: LinkNotice[]): string {
  if (asked === undefined) return 'dpo'
  if (Object.hasOwn(OBJECTIVE_BASE, asked)) return asked
  notices.push({ kind: 'dropped', name: OBJECTIVE, asked })
  return 'dpo'
}

/** A step's pairs cannot be split into more parts than there are pairs. */
function withFewerParts(config: RunConfig, notices: LinkNotice[]): RunConfig {
  const { batchSize, gradientAccumulation: parts } = config.training
  if (parts <= batchSize) return config
  const name = 'training.gradientAccumulation'
  notices.push({ kind: 'clamped', name, asked: String(parts), taken: String(batchSize) })
  return { ...config, training: { ...config.training, gradientAccumulation: batchSize } }
}

/** Always a config that can be run; what was asked otherwise is told. */
export function configFrom(entries: readonly LinkEntry[]): { config: RunConfig; notices: LinkNotice[] } {
  const notices: LinkNotice[] = []
  const asked = new Map(entries)
  const name = objectiveFrom(asked.get(OBJECTIVE), notices)
  asked.delete(OBJECTIVE)
  const base = baseFor(name)
  const draft: Plain = { objective: { name } }
  for (const [path, value] of Object.entries(base)) put(draft, path, value)

  const overrides: LinkEntry[] = []
  const unknown: string[] = []
  for (const [path, text] of asked) {
    if (path === TARGETS) put(draft, path, targetsFrom(text, notices))
    else if (OVERRIDE.test(path)) overrides.push([path, text])
    else if (!Object.hasOwn(base, path)) unknown.push(path)
    else {
      const value = valueFrom(path, base[path]!, text, notices)
      if (value !== undefined) put(draft, path, value)
    }
  }
  put(draft, 'stages.overrides', overridesFrom(overrides, notices))
  if (unknown.length > 0) notices.push({ kind: 'unknown', names: unknown })

  // What is left are words that are none of the choices.
  const refused = runConfig.safeParse(draft).error?.issues ?? []
  for (const path of new Set(refused.map((issue) => issue.path.join('.')))) {
    notices.push({ kind: 'dropped', name: path, asked: String(at(draft, path)) })
    put(draft, path, base[path])
  }
  return { config: withFewerParts(runConfig.parse(draft), notices), notices }
}
