/** @file How far a sweep is, what it does now, and the verbs for it. */
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { KeptSweep } from '../../protocol/sweep-kept'
import { usePlayground, useSession, useSweeps } from '../../store/playground'
import { isUnderWay, secondsLeft } from '../../store/readiness'
import { madeOn } from '../../store/sweeps/sweep-control'
import { secondsLeftOf } from './estimate'
import { roughTime } from './names'
import styles from './sweep-progress.module.css'

export function SweepProgress({ sweep }: { sweep: KeptSweep }) {
  const { sweeps: control } = usePlayground()
  const active = useSweeps((state) => (state.active?.id === sweep.id ? state.active : null))
  const anyActive = useSweeps((state) => state.active !== null)
  const halt = useSweeps((state) => (state.halt?.id === sweep.id ? state.halt.why : null))
  const paused = useSession((s) => s.runState === 'paused')
  const stopping = useSession((s) => s.stopping)
  const busy = useSession(isUnderWay)
  const replayOnly = useSession((s) => s.replayOnly)
  const { sweeps } = words
  const total = sweep.trials.length
  const done = Object.keys(sweep.results).length
  const left = total - done
  const trial = active?.trial ?? null
  const say = () => {
    if (trial !== null) return (paused ? sweeps.state.paused : sweeps.state.running)(trial + 1, total)
    if (active) return sweeps.state.waiting
    if (left === 0) return sweeps.state.done(total)
    const made = madeOn(sweep.trials[0]!.config)
    return sweeps.state[halt === null || halt === 'done' ? 'open' : halt](left, made)
  }
  return (
    <div className={styles.progress}>
      <p className={styles.text} role="status">
        {say()}
        {trial !== null && <TimeLeft sweep={sweep} />}
      </p>
      <progress className={styles.bar} value={done} max={total} aria-label={sweeps.progress} />
      <p className={styles.verbs}>
        {active ? (
          <>
            <LinkButton disabled={trial === null || stopping} onClick={paused ? control.resume : control.pause}>
              {paused ? sweeps.resume : sweeps.pause}
            </LinkButton>
            <LinkButton disabled={trial === null || stopping} onClick={control.skip}>
              {sweeps.skip}
            </LinkButton>
            <LinkButton disabled={stopping} onClick={control.stop}>
              {sweeps.stop}
            </LinkButton>
          </>
        ) : (
          <>
            {left > 0 && (
              <LinkButton disabled={anyActive || busy || replayOnly} onClick={() => control.goOn(sweep.id)}>
                {sweeps.continue(left)}
              </LinkButton>
            )}
            <LinkButton onClick={() => control.remove(sweep.id)}>{sweeps.delete}</LinkButton>
          </>
        )}
      </p>
    </div>
  )
}

/** Apart, since it changes with every step. */
function TimeLeft({ sweep }: { sweep: KeptSweep }) {
  const left = useSession(secondsLeft)
  const spent = useSession((s) => s.pace.seconds)
  const seconds = secondsLeftOf(sweep, { spent, left })
  return seconds === null ? null : <span className={styles.left}>{words.sweeps.state.left(roughTime(seconds))}</span>
}
