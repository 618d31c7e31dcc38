import { describe, expect, it } from 'vitest'
import { obstacleOf } from './readiness'
import { createSessionStore, type Session } from './session-store'

/** Everything is there, except that the pairs have not been measured against the model yet. */
function sessionWith(change: Partial<Session>): Session {
  const ready = { device: {}, model: {}, data: {}, modelProgress: null, dataProgress: null } as unknown as Session
  return { ...createSessionStore().getState(), ...ready, ...change }
}

describe('obstacleOf', () => {
  it('waits while pairs are measured', () => {
    expect(obstacleOf(sessionWith({ fit: null }), {})).toEqual({ kind: 'wait', what: 'fit' })
  })

  it('asks for other pairs where the model cannot read these at all', () => {
    const error = { code: 'model/no-chat-template', message: '', remedy: '' } as const
    const errors = [{ id: 1, during: 'load-model', error }] as Session['errors']
    expect(obstacleOf(sessionWith({ fit: null, errors }), {})).toEqual({ kind: 'fix', what: 'pairs' })
  })

  it('lets nothing begin that is too large, and lets what may be too large', () => {
    const memory = (verdict: string) => ({ fit: { pairs: 1 }, memory: { verdict } }) as unknown as Partial<Session>
    expect(obstacleOf(sessionWith(memory('too-large')), {})).toEqual({ kind: 'fix', what: 'memory' })
    expect(obstacleOf(sessionWith(memory('unsure')), {})).toBeNull()
    expect(obstacleOf(sessionWith({ fit: { pairs: 1 } } as Partial<Session>), {})).toBeNull()
  })

  it('waits for a model on its way, though another is loaded', () => {
    const change = { fit: { pairs: 1 }, modelProgress: { name: 'next' } } as unknown as Partial<Session>
    expect(obstacleOf(sessionWith(change), {})).toEqual({ kind: 'wait', what: 'model' })
  })
})
