/** @file What a picture of a sweep says of itself: its name, and what all of its runs have in common. */
import type { PictureAbout } from '../../components/plot/export-plot'
import { configLine } from '../../exports/config-line'
import type { KeptSweep } from '../../protocol/sweep-kept'
import { sweepName } from './names'

const SEPARATOR = ' · '

/** What varies is left out of the settings: no single value of it would be true. */
export function aboutSweep({ sweep, trials }: Pick<KeptSweep, 'sweep' | 'trials'>): PictureAbout {
  const lines = trials.map(({ config }) => configLine(config).split(SEPARATOR))
  const shared = (lines[0] ?? []).filter((part) => lines.every((line) => line.includes(part)))
  const of = sweepName(sweep)
  return { of, caption: [of, ...shared].join(SEPARATOR) }
}
