/** @file Whether a run can start, and if not, which step is missing. */
import type { RunConfig } from '../protocol/run-config'
import type { ConfigState } from './config-store'
import type { Session } from './session-store'

/** `wait`: it will pass by itself. `fix`: a person has to do something, in the section named. */
export type Obstacle =
  | { kind: 'wait'; what: 'device' | 'model' | 'data' | 'fit' }
  | { kind: 'fix'; what: 'device' | 'model' | 'data' | 'pairs' | 'settings' | 'memory' }

export function obstacleOf(session: Session, problems: ConfigState['problems']): Obstacle | null {
  if (session.replayOnly) return null
  if (Object.keys(problems).length > 0) return { kind: 'fix', what: 'settings' }
  if (!session.device) {
    const failed = session.errors.some((shown) => shown.during === 'open')
    return { kind: failed ? 'fix' : 'wait', what: 'device' }
  }
  if (session.modelProgress) return { kind: 'wait', what: 'model' }
  if (!session.model) return { kind: 'fix', what: 'model' }
  if (session.dataProgress) return { kind: 'wait', what: 'data' }
  if (!session.data) return { kind: 'fix', what: 'data' }
  if (!session.fit) return isMismatch(session) ? { kind: 'fix', what: 'pairs' } : { kind: 'wait', what: 'fit' }
  if (session.fit.pairs === 0) return { kind: 'fix', what: 'pairs' }
  if (session.memory?.verdict === 'too-large') return { kind: 'fix', what: 'memory' }
  return null
}

/** The model cannot read these pairs at all, so their fit will never come. */
const isMismatch = ({ errors }: Session): boolean =>
  errors.some(({ error }) => error.code === 'model/no-chat-template' || error.code === 'model/no-tokenizer')

/** A run has begun and not ended: what is shown is its own. */
export const isUnderWay = (session: Session): boolean => session.queued || isInRun(session)

/** A run is being computed, or waits in its midst: what it is made of must stay. */
export const isInRun = ({ runState }: Session): boolean =>
  runState === 'preparing' || runState === 'running' || runState === 'paused'

/** A run of one's own has trained the model: what it made can be saved. */
export const isTuned = ({ recorded, step, runState }: Session): boolean =>
  recorded === null && step > 0 && runState !== 'idle'

/** What a run made would be lost with its model. */
export const isUnsaved = (session: Session): boolean => isTuned(session) && session.savedStep !== session.step

/** True when the form says something else than the run that is under way. */
export function settingsDiffer(session: Session, config: RunConfig): boolean {
  const { runConfig } = session
  if (!runConfig || session.recorded) return false
  return JSON.stringify(sorted(runConfig)) !== JSON.stringify(sorted(config))
}

/** Presets and edits insert keys in different orders; equality must not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, entry]) => [key, sorted(entry)]),
  )
}

/** Seconds to go, or null while there is nothing to reckon with. */
export function secondsLeft(session: Session): number | null {
  const { pace, totalSteps, step } = session
  if (pace.steps < 2 || totalSteps === 0) return null
  return (pace.seconds / pace.steps) * Math.max(0, totalSteps - step)
}
