/** @file The small charts: all at once where there is room, in tabs where there is not. */

import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { words } from '../../i18n/words'
import classes from './charts.module.css'
import { ContingencyChart } from './contingency-chart'
import { GapScatter } from './gap-scatter'
import { MarginHistogram } from './margin-histogram'
import { type SmallChart, smallSpec } from './small-charts'
import { StepsChart } from './steps-chart'

type Special = 'histogram' | 'gap' | 'contingency'
type Item = SmallChart | Special

const GROUPS = {
  optimizer: ['loss', 'gradNorm', 'learningRate', 'kl'],
  samples: ['judge', 'sampleLength', 'repetition', 'ended'],
  pairs: ['histogram', 'gap', 'contingency', 'entropy'],
} satisfies Record<string, Item[]>

type Group = keyof typeof GROUPS
const NAMES = Object.keys(GROUPS) as Group[]

function SmallSteps({ chart }: { chart: SmallChart }) {
  const spec = useMemo(() => smallSpec(chart), [chart])
  return <StepsChart spec={spec} compact />
}

function Small({ item }: { item: Item }) {
  if (item === 'histogram') return <MarginHistogram />
  if (item === 'gap') return <GapScatter />
  if (item === 'contingency') return <ContingencyChart />
  return <SmallSteps chart={item} />
}

export function SmallMultiples({ tabs }: { tabs: boolean }) {
  const [name, setName] = useState<Group>('optimizer')
  const shown = tabs ? [name] : NAMES
  return (
    <section className={classes.small} data-tabs={tabs || undefined} aria-label={words.charts.more}>
      {tabs && (
        <SegmentedControl
          size="xs"
          value={name}
          onChange={(value) => setName(value as Group)}
          data={NAMES.map((value) => ({ value, label: words.charts.groups[value] }))}
          aria-label={words.charts.group}
          className={classes.tabs}
        />
      )}
      <div className={classes.smallGrid}>
        {shown.flatMap((group) =>
          GROUPS[group].map((item) => (
            <div key={item} className={classes.smallCell}>
              <Small item={item} />
            </div>
          )),
        )}
      </div>
    </section>
  )
}
