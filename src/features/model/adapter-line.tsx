/** @file The adapter that a run goes on from: what it is, what it means, and the way to be rid of it. */
import { formatParameters } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import { isInRun } from '../../store/readiness'
import styles from './model-panel.module.css'

export function AdapterLine() {
  const { control } = usePlayground()
  const adapter = useSession((s) => s.adapter)
  const loading = useSession((s) => s.adapterLoading)
  const inRun = useSession(isInRun)
  if (loading) return <p className={styles.facts}>{words.adapter.loading}</p>
  if (!adapter) return null
  const { name, rank, targets, parameters } = adapter
  return (
    <div className={styles.adapter} data-testid="adapter">
      <p title={targets.join(', ')}>{words.adapter.facts(name, rank, targets.length, formatParameters(parameters))}</p>
      <p className={styles.soft}>{words.adapter.meaning}</p>
      <LinkButton disabled={inRun} title={inRun ? words.model.inRun : undefined} onClick={control.removeAdapter}>
        {words.adapter.remove}
      </LinkButton>
    </div>
  )
}
