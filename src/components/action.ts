/** @file A verb of the page: one description for its button, its shortcut and its line in the help. */

export type ActionId = 'toggle' | 'step' | 'stop' | 'reset' | 'compare' | 'undo' | 'help'

export interface Action {
  id: ActionId
  label: string
  /** A `KeyboardEvent.key`; none means that there is no shortcut. */
  shortcut?: string
  enabled: boolean
  run: () => void
}
