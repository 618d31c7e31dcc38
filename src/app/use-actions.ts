/** @file The actions as they are now, kept fresh for the toolbar and bound to their keys. */
import { useEffect, useMemo } from 'react'
import type { Action } from '../components/action'
import { useConfig, usePlayground, useSession } from '../store/playground'
import { obstacleOf } from '../store/readiness'
import { actionForKey, actionsFor } from './actions'

export function useActions(): Action[] {
  const playground = usePlayground()
  const problems = useConfig((state) => state.problems)
  // Whatever decides a label or an enabled state; the steps of a run do not.
  const signature = useSession((s) => {
    const obstacle = obstacleOf(s, problems)
    return [s.runState, s.queued, s.recorded !== null, s.replayOnly, obstacle?.kind, obstacle?.what].join()
  })
  // The signature stands for the state that is read inside.
  const actions = useMemo(() => actionsFor(playground), [playground, signature])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = actionForKey(event, actions)
      if (!action) return
      event.preventDefault()
      action.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [actions])
  return actions
}
