/** @file Section 1: which pairs, what is known about them, and the ways to bring one's own. */

import { ConfigField } from '../../components/config-field'
import { ErrorCard } from '../../components/error-card'
import { LinkButton } from '../../components/link-button'
import { Section } from '../../components/section'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import { openPairs } from '../../store/ui-store'
import { DataFacts } from './data-facts'
import { DataWays } from './data-ways'
import { ForeignWarning } from './foreign-warning'
import { LoadProgress } from './load-progress'
import { OwnPairsNote } from './own-pairs-note'
import { RefusedMapping } from './refused-mapping'
import { SetChoice } from './set-choice'

export function DataPanel() {
  const { control } = usePlayground()
  const data = useSession((s) => s.data)
  const loading = useSession((s) => s.dataProgress !== null)
  const errors = useSession((s) => s.errors)
  return (
    <Section
      id="data"
      number={1}
      title={words.data.title}
      aside={data && <LinkButton onClick={() => openPairs('pairs')}>{words.data.look}</LinkButton>}
    >
      <SetChoice />
      {errors
        .filter((shown) => shown.during === 'load-data' || shown.during === 'cancel-load')
        .map((shown) => (
          <ErrorCard key={shown.id} error={shown.error} onDismiss={() => control.dismissError(shown.id)} />
        ))}
      <RefusedMapping />
      {loading ? <LoadProgress /> : data ? <DataFacts report={data} /> : null}
      <OwnPairsNote />
      <ForeignWarning />
      <DataWays />
      <ConfigField path="data.labelNoise" />
    </Section>
  )
}
