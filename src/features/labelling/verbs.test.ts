import { describe, expect, it, vi } from 'vitest'
import type { ProposalState } from '../../store/labels/label-control-proposals'
import type { Proposal } from '../../store/labels/label-proposal'
import { verbForKey, verbsFor } from './verbs'

const proposalOf = (texts: [string, string]) => ({ prompt: 'p', texts }) as Proposal

function stateOf(current: Proposal | null, judged: ProposalState['judged'] = []) {
  const calls = { pick: vi.fn(), pass: vi.fn(), undo: vi.fn() }
  return { calls, state: { ...calls, current, prompt: 'p', judged } as unknown as ProposalState }
}

/** Whose element matches what is asked for in these words. */
const within = (...selectors: string[]) => ({
  closest: (asked: string) => (selectors.some((one) => asked.split(', ').includes(one)) ? {} : null),
})

const press = (key: string, more: object = {}) =>
  ({
    key,
    target: within(),
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    ...more,
  }) as unknown as KeyboardEvent

/** Of the page itself: play, step, reset, runs, undo a deletion, help. */
const OF_THE_PAGE = [' ', '.', 'r', 'c', 'z', '?']

describe('the keys of a verdict', () => {
  const { state, calls } = stateOf(proposalOf([' a', ' b']), [
    { proposal: proposalOf([' a', ' b']), picked: 0, id: 'x' },
  ])
  const edit = vi.fn()
  const verbs = verbsFor(state, false, edit)

  it.each([
    ['1', () => expect(calls.pick).toHaveBeenLastCalledWith(0)],
    ['ArrowLeft', () => expect(calls.pick).toHaveBeenLastCalledWith(0)],
    ['2', () => expect(calls.pick).toHaveBeenLastCalledWith(1)],
    ['ArrowRight', () => expect(calls.pick).toHaveBeenLastCalledWith(1)],
    ['0', () => expect(calls.pass).toHaveBeenCalled()],
    ['T', () => expect(calls.pass).toHaveBeenCalled()],
    ['n', () => expect(calls.pass).toHaveBeenCalled()],
    ['u', () => expect(calls.undo).toHaveBeenCalled()],
    ['e', () => expect(edit).toHaveBeenCalled()],
  ])('%s does what its button does', (key, check) => {
    vi.clearAllMocks()
    verbForKey(press(key), verbs)!.run()
    check()
  })

  it('leave those of the page alone', () => {
    for (const key of OF_THE_PAGE) expect(verbForKey(press(key), verbs)).toBeNull()
  })

  it('mean themselves in fields and dialogs, with modifiers, and when held down', () => {
    for (const place of ['textarea', 'select', '[role="dialog"]', 'input:not([type="radio"])'])
      expect(verbForKey(press('1', { target: within(place) }), verbs)).toBeNull()
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }])
      expect(verbForKey(press('1', more), verbs)).toBeNull()
    // Arrows choose among radio buttons; figures do not.
    expect(verbForKey(press('ArrowLeft', { target: within('input') }), verbs)).toBeNull()
    expect(verbForKey(press('1', { target: within('input') }), verbs)?.id).toBe('first')
  })

  it('do nothing where there is nothing to judge', () => {
    const enabled = (current: Proposal | null) =>
      verbsFor(stateOf(current).state, false, edit)
        .filter((verb) => verb.enabled)
        .map(({ id }) => id)
    expect(enabled(null)).toEqual(['next'])
    expect(enabled(proposalOf([' same', ' same']))).toEqual(['tie', 'edit', 'next'])
    expect(enabled(proposalOf([' a', ' ']))).toEqual(['tie', 'edit', 'next'])
  })
})
