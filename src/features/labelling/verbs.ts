/** @file The verbs of a verdict: one description for button and key. */
import { words } from '../../i18n/words'
import type { ProposalState } from '../../store/labels/label-control-proposals'
import { flawOfProposal } from '../../store/labels/label-proposal'

export interface Verb {
  id: 'first' | 'tie' | 'second' | 'edit' | 'next' | 'undo'
  label: string
  /** `KeyboardEvent.key`, letters in lower case. */
  keys: readonly string[]
  /** As the button shows them. */
  shown: string
  enabled: boolean
  run: () => void
}

export function verbsFor(state: ProposalState, editing: boolean, edit: () => void): Verb[] {
  const { current, prompt, judged } = state
  const { verbs } = words.labelling
  const canPick = current !== null && flawOfProposal(current) === null
  const key = (
    id: Verb['id'],
    shown: string,
    keys: string[],
    label: string,
    enabled: boolean,
    run: () => void,
  ): Verb => {
    return { id, shown, keys, label, enabled, run }
  }
  return [
    key('first', '1 ←', ['1', 'ArrowLeft'], verbs.first, canPick, () => state.pick(0)),
    key('tie', '0', ['0', 't'], verbs.tie, current !== null, state.pass),
    key('second', '2 →', ['2', 'ArrowRight'], verbs.second, canPick, () => state.pick(1)),
    key('edit', 'e', ['e'], editing ? verbs.done : verbs.edit, current !== null, edit),
    key('next', 'n', ['n'], verbs.next, prompt !== null, state.pass),
    key('undo', 'u', ['u'], verbs.undo, judged.length > 0, state.undo),
  ]
}

/** Where keys mean themselves: fields, sliders, what lies over the page. */
const OTHERS =
  'input:not([type="radio"]), textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="slider"]'
/** What arrows move by themselves. */
const MOVED_BY_ARROWS = 'input, [role="tab"], [role="menuitem"]'

/** The verb that a key asks for, or null. */
export function verbForKey(event: KeyboardEvent, verbs: readonly Verb[]): Verb | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null
  // The window itself can be the target, and is no element.
  const within = (selector: string) => (event.target as Partial<Element> | null)?.closest?.(selector) != null
  if (within(OTHERS) || (event.key.startsWith('Arrow') && within(MOVED_BY_ARROWS))) return null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return verbs.find((verb) => verb.enabled && verb.keys.includes(key)) ?? null
}
