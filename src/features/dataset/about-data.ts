/** @file What a picture of the data says of itself: which pairs they are. */
import type { PictureAbout } from '../../components/plot/export-plot'
import { words } from '../../i18n/words'
import type { DatasetReport } from '../../protocol/dataset-report'

export function aboutData({ sources, pairs }: Pick<DatasetReport, 'sources' | 'pairs'>): PictureAbout {
  const of = sources.map(({ source }) => source).join(' + ')
  return { of, caption: `${of} · ${words.count.pairs(pairs)}` }
}
