/** @file Everything about the loaded pairs, over the page: the pairs, their columns, what was dropped, lengths, ranking. */
import { Drawer, Tabs } from '@mantine/core'
import { words } from '../../i18n/words'
import { useSession, useUi } from '../../store/playground'
import { openPairs, openSheet, type PairsTab } from '../../store/ui-store'
import { DroppedList } from './dropped-list'
import { LengthsView } from './lengths-view'
import { Mapping } from './mapping'
import styles from './pairs-sheet.module.css'
import { PairsTable } from './pairs-table'
import { RankingTable } from './ranking-table'

const TABS: PairsTab[] = ['pairs', 'columns', 'dropped', 'lengths', 'ranking']

export function PairsSheet() {
  const opened = useUi((state) => state.sheet === 'pairs')
  const tab = useUi((state) => state.pairsTab)
  const report = useSession((s) => s.data)
  const fit = useSession((s) => s.fit)
  const finished = useSession((s) => s.finished)
  const recorded = useSession((s) => s.recorded !== null)
  const counts: Partial<Record<PairsTab, number>> = {
    pairs: report?.pairs,
    dropped: (report?.dropped ?? 0) + (fit?.dropped.length ?? 0),
    ranking: finished?.ranking.length,
  }
  return (
    <Drawer
      opened={opened}
      onClose={() => openSheet(null)}
      title={words.data.sheet.title}
      position="right"
      size="min(960px, 100vw)"
      closeButtonProps={{ 'aria-label': words.data.sheet.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <Tabs value={tab} onChange={(next) => openPairs((next ?? 'pairs') as PairsTab)} keepMounted={false}>
        <Tabs.List className={styles.tabs}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.data.sheet[name]}
              {counts[name] ? <span className={styles.count}> {counts[name].toLocaleString('en')}</span> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {report && (
          <>
            <Tabs.Panel value="pairs">
              <PairsTable report={report} />
            </Tabs.Panel>
            <Tabs.Panel value="columns">
              <Mapping report={report} />
            </Tabs.Panel>
            <Tabs.Panel value="dropped">
              <DroppedList
                rows={[...report.sources.flatMap((source) => source.dropped), ...(fit?.dropped ?? [])]}
                several={report.sources.length > 1}
              />
            </Tabs.Panel>
            <Tabs.Panel value="lengths">
              <LengthsView report={report} fit={fit} />
            </Tabs.Panel>
          </>
        )}
        <Tabs.Panel value="ranking">
          <RankingTable ranking={finished?.ranking ?? []} recorded={recorded} />
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  )
}
