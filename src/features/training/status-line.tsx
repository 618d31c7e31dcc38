/** @file One sentence about the state of the run; the hint of the first minute takes its place, once. */
import { words } from '../../i18n/words'
import { useConfig, useSession } from '../../store/playground'
import { obstacleOf } from '../../store/readiness'
import { ownId } from '../../store/runs/kept-keys'
import type { Session } from '../../store/session-store'
import { Hint } from './hint'
import { obstacleText } from './play-button'
import styles from './status-line.module.css'
import { useHint } from './use-hint'

/** What the state amounts to, in words. */
export function stateText(session: Session, waitingFor: string | null): string {
  const { runState, recorded, finished, queued, replayOnly } = session
  if (session.stopping) return words.state.stopping
  if (queued && waitingFor) return words.toolbar.queued(waitingFor)
  if (recorded && runState === 'running') return words.state.replaying(words.told.recording.name(recorded.name))
  if (recorded && ownId(recorded.file) !== null) return words.library.ownState(recorded.name)
  if (recorded) {
    const say = replayOnly ? words.state.recordedOnly : words.state.recorded
    return say(words.told.recording.name(recorded.name), words.told.device.name(recorded.device))
  }
  if (runState === 'finished') {
    if (finished?.reason === 'stopped') return words.state.stopped
    return finished?.message ? words.told.brokeOff(finished.message) : words.state.finished
  }
  if (runState === 'failed') return finished?.message ? words.told.brokeOff(finished.message) : words.state.failed
  if (runState === 'idle') return waitingFor ?? words.state.idle
  if (runState === 'running' && session.step === 0) return words.state.first
  return words.state[runState]
}

export function StatusLine() {
  const problems = useConfig((state) => state.problems)
  const text = useSession((session) => stateText(session, obstacleText(obstacleOf(session, problems))))
  const failed = useSession((s) => s.runState === 'failed' || s.finished?.reason === 'non-finite')
  const [hint, closeHint] = useHint()
  return (
    <div className={styles.line} data-failed={failed || undefined}>
      {hint ? (
        <Hint onClose={closeHint} />
      ) : (
        <p role="status" className={styles.text} data-testid="run-state">
          {text}
        </p>
      )}
    </div>
  )
}
