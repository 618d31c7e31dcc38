/** @file The verbs with a shortcut: one description for toolbar, keyboard and help. */
import type { Action } from '../components/action'
import { words } from '../i18n/words'
import type { Playground } from '../store/playground'
import { obstacleOf } from '../store/readiness'
import type { Session } from '../store/session-store'
import { openSheet, uiStore } from '../store/ui-store'
import { takeBack } from '../store/undo'

function toggleLabel({ runState, queued, recorded, replayOnly }: Session): string {
  if (queued || runState === 'running' || runState === 'preparing') return words.toolbar.pause
  if (replayOnly) return words.toolbar.replay
  return runState === 'finished' && !recorded ? words.toolbar.again : words.toolbar.play
}

export function actionsFor({ session, config, control }: Pick<Playground, 'session' | 'config' | 'control'>): Action[] {
  const state = session.getState()
  const { runState, queued, recorded } = state
  const going = runState === 'running' || runState === 'preparing'
  const underWay = going || runState === 'paused'
  const obstacle = obstacleOf(state, config.getState().problems)
  return [
    {
      id: 'toggle',
      label: toggleLabel(state),
      shortcut: ' ',
      enabled: underWay || queued || obstacle?.kind !== 'fix',
      run: () => (going || queued ? control.pause() : control.play()),
    },
    {
      id: 'step',
      label: words.toolbar.step,
      shortcut: '.',
      enabled: underWay ? runState !== 'preparing' : obstacle === null && !queued,
      run: control.step,
    },
    { id: 'stop', label: words.toolbar.stop, enabled: underWay, run: control.stop },
    {
      id: 'reset',
      label: words.toolbar.reset,
      shortcut: 'r',
      enabled: underWay || (runState !== 'idle' && recorded === null) || (state.replayOnly && runState !== 'idle'),
      run: control.reset,
    },
    {
      id: 'compare',
      label: words.views.runs,
      shortcut: 'c',
      enabled: true,
      run: () => uiStore.setState(({ runsOpen }) => ({ runsOpen: !runsOpen })),
    },
    { id: 'undo', label: words.undo.undo, shortcut: 'z', enabled: true, run: takeBack },
    { id: 'help', label: words.header.help, shortcut: '?', enabled: true, run: () => openSheet('help') },
  ]
}

/** Where keys mean themselves, and not a shortcut. */
const TYPING = 'input:not([type="radio"]):not([type="range"]), textarea, select, [contenteditable="true"]'
/** What Space presses by itself. */
const PRESSED_BY_SPACE = 'button, a, summary, input, [role="menuitem"], [role="tab"], [role="switch"]'

/** The action that a key asks for, or null. */
export function actionForKey(event: KeyboardEvent, actions: Action[]): Action | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null
  // The window itself can be the target, and is no element.
  const within = (selector: string) => (event.target as Partial<Element> | null)?.closest?.(selector) != null
  if (within(TYPING) || within('[role="dialog"]')) return null
  if (event.key === ' ' && within(PRESSED_BY_SPACE)) return null
  return actions.find((action) => action.enabled && action.shortcut === event.key) ?? null
}
