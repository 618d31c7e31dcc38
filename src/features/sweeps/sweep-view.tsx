/** @file Sweeps: what to vary, and what came of it side by side. */
import { Disclosure } from '../../components/disclosure'
import { ErrorCard } from '../../components/error-card'
import { WarningNote } from '../../components/warning-note'
import { words } from '../../i18n/words'
import { usePlayground, useSession, useSweeps } from '../../store/playground'
import { Choice } from './choice'
import { sweepName } from './names'
import { Results } from './results'
import { SweepForm } from './sweep-form'
import { SweepProgress } from './sweep-progress'
import styles from './sweep-view.module.css'

export default function SweepView() {
  const { sweeps: control } = usePlayground()
  const kept = useSweeps((state) => state.sweeps)
  const shown = useSweeps((state) => state.shown)
  const going = useSweeps((state) => state.active !== null)
  const opened = useSweeps((state) => state.opened)
  const lasting = useSweeps((state) => state.lasting)
  const error = useSweeps((state) => state.error)
  const replayOnly = useSession((s) => s.replayOnly)
  const sweep = kept.find(({ id }) => id === shown)
  const { sweeps } = words
  const named = Object.fromEntries(
    kept.map(({ id, sweep: file, startedAt }) => [
      id,
      sweeps.named(
        sweepName(file),
        new Date(startedAt).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }),
      ),
    ]),
  )
  if (!opened) return null
  return (
    <section className={styles.view} aria-label={sweeps.title}>
      {!lasting && <WarningNote title={sweeps.forgotten} />}
      {error && <ErrorCard error={error} onDismiss={control.dismissError} />}
      {replayOnly && <WarningNote title={sweeps.replayOnly} />}
      {sweep || replayOnly ? (
        // Folds away when a sweep begins, and is there again for the next.
        <Disclosure key={String(going)} title={sweeps.again}>
          <SweepForm />
        </Disclosure>
      ) : (
        <SweepForm />
      )}
      {sweep ? (
        <div className={styles.results}>
          <div className={styles.head}>
            {kept.length > 1 ? (
              <Choice label={sweeps.choose} value={sweep.id} options={named} onChange={control.show} />
            ) : (
              <h2 className={styles.title}>{named[sweep.id]}</h2>
            )}
          </div>
          <SweepProgress sweep={sweep} />
          <Results key={sweep.id} sweep={sweep} />
        </div>
      ) : (
        !replayOnly && <p className={styles.empty}>{sweeps.empty}</p>
      )}
    </section>
  )
}
