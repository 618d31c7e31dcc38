/** @file How long a run has been computed, pauses left out, and what the next one can be expected to take. */
import type { WorkerEvent } from '../../protocol/messages'
import type { Session, SessionStore } from '../session-store'

/** What a run takes beside its steps, and each of them; in seconds. */
export interface Pace {
  overhead: number
  perStep: number
}

export function createRunClock(session: SessionStore, now: () => number) {
  let seconds = 0
  let since: number | null = null
  let pace: Pace | null = null

  /** Of the run that just ended. */
  function learn({ step, pace: steps }: Session): void {
    if (step === 0) return
    // The first steps go unmeasured: they come with what precedes them.
    const perStep = steps.steps > 0 ? steps.seconds / steps.steps : seconds / step
    pace = { perStep, overhead: Math.max(0, seconds - perStep * step) }
  }

  return {
    take(event: WorkerEvent): void {
      if (event.type !== 'run-state') return
      const { state } = event
      if (state === 'preparing') {
        seconds = 0
        since = null
      }
      if (since !== null) seconds += (now() - since) / 1000
      since = state === 'running' || state === 'preparing' ? now() : null
      if (state === 'finished') learn(session.getState())
    },
    /** Of the run that began last. */
    seconds: () => seconds + (since === null ? 0 : (now() - since) / 1000),
    /** Of the run that ended last in this visit. */
    pace: () => pace,
  }
}
