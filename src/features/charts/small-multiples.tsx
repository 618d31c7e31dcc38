/** @file The small charts: all at once where there is room, in tabs where there is not. */

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { words } from '../../i18n/words'
import classes from './charts.module.css'
import { ContingencyChart } from './contingency-chart'
import { GapScatter } from './gap-scatter'
import { MarginHistogram } from './margin-histogram'
import { SMALL_CHARTS, type SmallChart } from './small-charts'
import { StepsChart } from './steps-chart'

type Special = 'histogram' | 'gap' | 'contingency'
type Item = SmallChart | Special

const GROUPS: { name: string; items: Item[] }[] = [
  { name: words.charts.groups.optimizer, items: ['loss', 'gradNorm', 'learningRate', 'kl'] },
  { name: words.charts.groups.samples, items: ['judge', 'sampleLength', 'repetition', 'ended'] },
  { name: words.charts.groups.pairs, items: ['histogram', 'gap', 'contingency', 'entropy'] },
]

function Small({ item }: { item: Item }) {
  if (item === 'histogram') return <MarginHistogram />
  if (item === 'gap') return <GapScatter />
  if (item === 'contingency') return <ContingencyChart />
  return <StepsChart spec={SMALL_CHARTS[item]} compact />
}

export function SmallMultiples({ tabs }: { tabs: boolean }) {
  const [name, setName] = useState<string>(GROUPS[0]!.name)
  const shown = tabs ? GROUPS.filter((group) => group.name === name) : GROUPS
  return (
    <section className={classes.small} data-tabs={tabs || undefined} aria-label={words.charts.more}>
      {tabs && (
        <SegmentedControl
          size="xs"
          value={name}
          onChange={setName}
          data={GROUPS.map((group) => group.name)}
          aria-label={words.charts.group}
          className={classes.tabs}
        />
      )}
      <div className={classes.smallGrid}>
        {shown.flatMap((group) =>
          group.items.map((item) => (
            <div key={item} className={classes.smallCell}>
              <Small item={item} />
            </div>
          )),
        )}
      </div>
    </section>
  )
}
