/** @file How a run's settings differ from another's, in few words: “β 2 → 10, learning rate 3e-4 → 1e-4”. */
import { formatSetting } from '../../components/format'
import { words } from '../../i18n/words'
import { objectiveOptions } from '../../protocol/objectives'
import type { RunConfig, StageOverride } from '../../protocol/run-config'
import type { FieldPath } from '../fields'

/** What decides most about a run comes first; whatever else a config has follows in its own order. */
const ORDER = [
  'objective',
  'sources',
  'stages',
  'warmup',
  'optimizer',
  'training',
  'tuning',
  'data',
  'model',
  'adapter',
]

/** Shown of an objective that the other run does not have, default or not: nobody knows it by heart. */
const TELLING = ['objective.gammaBetaRatio', 'objective.lambda']

/** Each difference by itself; empty when there is none. */
export function differences(config: RunConfig, former: RunConfig): string[] {
  const [now, before] = [leavesOf(config), leavesOf(former)]
  const paths = [...new Set([...now.keys(), ...before.keys()])]
  const rank = (path: string) => {
    const place = ORDER.indexOf(path.split('.')[0]!)
    return place < 0 ? ORDER.length : place
  }
  // Sorting is stable: within a group the config's own order stays.
  return paths.sort((a, b) => rank(a) - rank(b)).flatMap((path) => differenceAt(path, now, before, config))
}

/** All differences in a line, or that there is none. */
export function describeDifference(config: RunConfig, former: RunConfig): string {
  return differences(config, former).join(', ') || words.library.difference.same
}

/** All settings of a run, as name and value. */
export function describeConfig(config: RunConfig): { label: string; value: string }[] {
  return [...leavesOf(config)].flatMap(([path, value]) =>
    path === 'version' ? [] : [{ label: labelOf(path), value: valueText(path, value) }],
  )
}

type Leaves = Map<string, unknown>

/** Lists count as one value, and so does what is absent. */
function leavesOf(config: RunConfig): Leaves {
  const leaves: Leaves = new Map()
  const visit = (node: unknown, path: string) => {
    if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
      for (const [key, value] of Object.entries(node)) visit(value, path ? `${path}.${key}` : key)
    } else if (node !== undefined) leaves.set(path, node)
  }
  visit(config, '')
  return leaves
}

function differenceAt(path: string, now: Leaves, before: Leaves, config: RunConfig): string[] {
  const text = words.library.difference
  const [value, former] = [now.get(path), before.get(path)]
  if (JSON.stringify(value) === JSON.stringify(former)) return []
  if (path === 'objective.name') return [text.instead(valueText(path, value), valueText(path, former))]
  const label = labelOf(path)
  const otherObjective = now.get('objective.name') !== before.get('objective.name')
  if (otherObjective && path.startsWith('objective.') && (former === undefined || value === undefined)) {
    // What the other objective had went with it.
    if (value === undefined) return []
    const isDefault = value === defaultOf(path, config)
    return isDefault && !TELLING.includes(path) ? [] : [text.set(label, valueText(path, value))]
  }
  const [to, from] = [valueText(path, value), valueText(path, former)]
  // Too near to each other for their usual form.
  if (to === from) return [text.changed(label, JSON.stringify(former), JSON.stringify(value))]
  return [text.changed(label, from, to)]
}

const defaultOf = (path: string, { objective }: RunConfig): unknown =>
  (objectiveOptions.parse({ name: objective.name }) as Record<string, unknown>)[path.slice('objective.'.length)]

function labelOf(path: string): string {
  const { labels } = words.library.difference
  return labels[path] ?? words.fields[path as FieldPath]?.label ?? path
}

/** Values that stand for words on the page. */
function wordsOf(path: string): Record<string, string> | null {
  const { objective, settings, tuning } = words
  if (path === 'objective.name') return objective.names
  if (path === 'objective.variant') return objective.variants
  if (path === 'stages.split') return objective.splits
  if (path === 'stages.reference') return objective.references
  if (path === 'optimizer.schedule') return settings.schedules
  if (path === 'backend') return settings.backends
  if (path === 'tuning.method') return tuning.methods
  return null
}

function valueText(path: string, value: unknown): string {
  const text = words.library.difference
  if (path === 'stages.overrides') return overridesText(value as StageOverride[] | undefined)
  if (value === null || value === undefined) return text.absent[path] ?? text.none
  if (typeof value === 'number') return formatSetting(value)
  if (typeof value === 'boolean') return value ? text.on : text.off
  if (Array.isArray(value)) return value.join(' + ') || text.none
  return wordsOf(path)?.[String(value)] ?? String(value)
}

function overridesText(overrides: StageOverride[] = []): string {
  const { stageSet, none } = words.library.difference
  const labels = { learningRate: 'optimizer.learningRate', beta: 'objective.beta', epochs: 'training.epochs' }
  const stages = overrides.flatMap((override, index) => {
    const set = (Object.keys(labels) as (keyof StageOverride)[]).flatMap((key) =>
      override[key] === undefined ? [] : [`${labelOf(labels[key])} ${formatSetting(override[key])}`],
    )
    return set.length === 0 ? [] : [stageSet(index + 1, set.join(' '))]
  })
  return stages.join('; ') || none
}
