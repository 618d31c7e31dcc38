import { describe, expect, it, vi } from 'vitest'
import { createConfigStore } from '../store/config-store'
import type { Playground } from '../store/playground'
import { createSessionStore, type Session } from '../store/session-store'
import { actionForKey, actionsFor } from './actions'

function playground(change: Partial<Session>): Parameters<typeof actionsFor>[0] {
  const session = createSessionStore()
  session.setState(change)
  const control = { play: vi.fn(), pause: vi.fn(), step: vi.fn(), stop: vi.fn(), reset: vi.fn() }
  return {
    session,
    config: createConfigStore(),
    control: control as unknown as Playground['control'],
  }
}

const key = (name: string, selectors: string[] = []): KeyboardEvent =>
  ({
    key: name,
    target: { closest: (list: string) => (selectors.some((selector) => list.includes(selector)) ? {} : null) },
  }) as unknown as KeyboardEvent

describe('actions', () => {
  it('toggles between Play and Pause', () => {
    const idle = playground({ runState: 'paused' })
    const [toggle] = actionsFor(idle)
    expect(toggle?.label).toBe('Play')
    toggle?.run()
    expect(idle.control.play).toHaveBeenCalled()

    const going = playground({ runState: 'running' })
    expect(actionsFor(going)[0]?.label).toBe('Pause')
    actionsFor(going)[0]?.run()
    expect(going.control.pause).toHaveBeenCalled()
  })

  it('finds the action of a key, except where keys mean themselves', () => {
    const actions = actionsFor(playground({ runState: 'running' }))
    expect(actionForKey(key(' '), actions)?.id).toBe('toggle')
    expect(actionForKey(key('.'), actions)?.id).toBe('step')
    expect(actionForKey(key('r'), actions)?.id).toBe('reset')
    expect(actionForKey(key('?'), actions)?.id).toBe('help')
    expect(actionForKey(key('r', ['textarea']), actions)).toBeNull()
    expect(actionForKey(key(' ', ['button']), actions)).toBeNull()
    expect(actionForKey(key('.', ['[role="dialog"]']), actions)).toBeNull()
    expect(actionForKey({ ...key('r'), ctrlKey: true } as KeyboardEvent, actions)).toBeNull()
  })

  it('disables what makes no sense yet', () => {
    const enabled = Object.fromEntries(actionsFor(playground({})).map((action) => [action.id, action.enabled]))
    expect(enabled).toMatchObject({ step: false, stop: false, reset: false, help: true })
  })
})
