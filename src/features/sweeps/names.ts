/** @file How fields, settings, runs and times are called on the page. */
import { formatSetting } from '../../components/format'
import { words } from '../../i18n/words'
import type { MetricKey } from '../../protocol/metrics'
import type { SweepFile, SweepMetric } from '../../protocol/sweep'
import { FIELDS, type FieldPath } from '../../store/fields'

/** What a sweep file is called that says nothing. */
const UNNAMED = 'sweep'

const isListed = (path: string): path is FieldPath => path in FIELDS

/** As the form calls it; what the form does not show goes by its path. */
export const fieldName = (path: string): string => (isListed(path) ? words.fields[path].label : path)

export const metricName = (key: MetricKey): string => words.told.metric.label(key)

export function settingsText(values: Readonly<Record<string, number>>): string {
  const parts = Object.entries(values).map(([path, value]) => `${fieldName(path)} ${formatSetting(value)}`)
  return parts.length > 0 ? parts.join(', ') : words.sweeps.board.onlySetting
}

export const evaluationText = ({ at }: SweepMetric): string =>
  at === 'last' ? words.sweeps.board.lastEval : words.sweeps.board.bestEval

/** A time to expect, no finer than it can be known. */
export function roughTime(seconds: number): string {
  const { seconds: inSeconds, minutes, hours } = words.sweeps
  if (seconds < 90) return inSeconds(String(Math.max(5, Math.round(seconds / 5) * 5)))
  if (seconds < 90 * 60) return minutes(String(Math.round(seconds / 60)))
  return hours((seconds / 3600).toFixed(1))
}

/** Of a sweep that nobody has named: what varies in it. */
export const sweepName = ({ name, fields }: Pick<SweepFile, 'name' | 'fields'>): string =>
  name === UNNAMED
    ? fields
        .map(({ path }) => fieldName(path))
        .join(' × ')
        .slice(0, 80) || UNNAMED
    : name
