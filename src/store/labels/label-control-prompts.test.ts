import { beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../../protocol/random'
import type { Session } from '../session-store'
import { PromptTurns, promptsOf } from './label-control-prompts'
import { dataOf, page, runConfigOf } from './label-page-for-tests'

let lab: ReturnType<typeof page>
beforeEach(() => {
  lab = page()
})

describe('prompts in turn', () => {
  it('come each once before one comes again, those that were labelled last', () => {
    const turns = new PromptTurns(createRandom(1))
    expect(turns.take()).toBeNull()
    turns.begin(['a', 'b', 'c', 'd'], new Set(['b']))
    const round = [1, 2, 3, 4].map(() => turns.take())
    expect(new Set(round).size).toBe(4)
    expect(round[3]).toBe('b')
    expect(turns.turn).toEqual({ at: 4, of: 4 })
    const ahead = turns.peek()
    const second = [1, 2, 3, 4].map(() => turns.take())
    expect(second[0]).toBe(ahead)
    expect(second.toSorted()).toEqual(['a', 'b', 'c', 'd'])
    turns.putBack()
    expect(turns.turn).toEqual({ at: 3, of: 4 })
    expect(turns.peek()).toBe(second[3])
  })

  it('go on where they are when a run brings others', () => {
    const turns = new PromptTurns(createRandom(1))
    turns.begin(['a', 'b'], new Set())
    const first = turns.take()
    turns.add(['b', 'c', 'a'])
    expect(turns.turn).toEqual({ at: 1, of: 3 })
    expect([first, turns.take(), turns.take()].toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('are those of pairs and of samples of the same data, once each; of conversations those of one turn', () => {
    const samples = { samples: [{ prompt: 'p2' }, { prompt: 'held out' }] } as Session['samples']
    const run = runConfigOf(['s'])
    const data = dataOf(['p1', 'p2', 'p1', ' '])
    expect(promptsOf({ data, samples, runConfig: run })).toEqual(['p1', 'p2', 'held out'])
    expect(promptsOf({ data, samples, runConfig: runConfigOf(['other']) })).toEqual(['p1', 'p2'])
    const user = { role: 'user', content: 'hello' }
    const long = [user, { role: 'assistant', content: 'yes?' }, user]
    expect(promptsOf({ data: dataOf([[user], long]), samples, runConfig: run })).toEqual(['hello'])
  })

  it('of the data before stay when the set itself is loaded', () => {
    const { state, set, session, tell, answer } = lab
    state().enter()
    answer()
    state().pick(0)
    set().load('alone')
    session.setState({ data: dataOf(['p1']) })
    tell({ type: 'data', report: session.getState().data! })
    expect(state().turn.of).toBe(3)
  })
})
