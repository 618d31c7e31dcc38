/** @file A folder that goes on with TRL on a cluster: made by the worker from the loaded pairs and model. */
import { useEffect, useState } from 'react'
import { ErrorCard } from '../../components/error-card'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { ErrorReport } from '../../protocol/errors'
import { usePlayground, useSession } from '../../store/playground'
import styles from './take-away.module.css'

let asked = 0

export function TrlExport() {
  const { control, config, session } = usePlayground()
  const [packing, setPacking] = useState<number | null>(null)
  const [error, setError] = useState<ErrorReport | null>(null)
  const ready = useSession((s) => s.model !== null && s.data !== null && !s.replayOnly)
  const computedHere = useSession((s) => s.recorded === null && s.runConfig !== null)
  const text = words.takeAway.trl

  useEffect(
    () =>
      control.subscribe((event) => {
        if (event.type === 'saved' && event.id === packing) setPacking(null)
        if (event.type !== 'error' || event.during !== 'export-trl') return
        setPacking(null)
        setError(event.error)
      }),
    [control, packing],
  )

  const pack = () => {
    const { runConfig, recorded } = session.getState()
    const id = --asked
    setError(null)
    setPacking(id)
    const own = recorded === null ? runConfig : null
    control.send({ type: 'export-trl', id, config: own ?? config.getState().config })
  }
  return (
    <section>
      <h3 className={styles.heading}>{text.heading}</h3>
      <p className={styles.help}>{text.help}</p>
      <div className={styles.way}>
        <LinkButton disabled={!ready || packing !== null} onClick={pack}>
          {packing === null ? text.button : text.packing}
        </LinkButton>
        <span className={styles.help}>{!ready ? text.notLoaded : computedHere ? text.ofRun : text.ofForm}</span>
      </div>
      {error && <ErrorCard error={error} onDismiss={() => setError(null)} />}
    </section>
  )
}
