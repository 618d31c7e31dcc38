import { describe, expect, it } from 'vitest'
import { parseSweep } from '../../protocol/sweep'
import type { KeptSweep } from '../../protocol/sweep-kept'
import type { TrialResult } from '../../protocol/sweep-ranking'
import { trialsOf } from '../../protocol/sweep-trials'
import { paceOf, secondsFor, secondsLeftOf } from './estimate'

const sweep = parseSweep({ fields: [{ path: 'seed', values: [1, 2, 3, 4] }], budget: { steps: 10 } })
const ended = (seconds: number): TrialResult => ({
  state: 'completed',
  message: null,
  readings: [],
  steps: 10,
  seconds,
})
const kept = (results: Record<number, TrialResult>): KeptSweep => ({
  ...{ id: 'a', sweep, startedAt: 0, results, runs: {} },
  trials: trialsOf(sweep),
})

describe('how long a sweep takes', () => {
  it('counts what each run takes beside its steps', () => {
    expect(secondsFor(trialsOf(sweep), 400, { overhead: 5, perStep: 2 })).toBe(4 * (5 + 20))
  })

  it('goes by the run that ended last, else by what was swept before', () => {
    const last = { overhead: 1, perStep: 1 }
    expect(paceOf(last, [kept({ 0: ended(30) })])).toBe(last)
    expect(paceOf(null, [kept({}), kept({ 0: ended(30), 1: { ...ended(500), state: 'failed' } })])).toEqual({
      overhead: 0,
      perStep: 3,
    })
    expect(paceOf(null, [kept({})])).toBeNull()
  })

  it('tells what is left: of this run, and as much for each other as those before it took', () => {
    expect(secondsLeftOf(kept({ 0: ended(20), 1: ended(40) }), { spent: 10, left: 15 })).toBe(15 + 30)
    expect(secondsLeftOf(kept({}), { spent: 10, left: 30 })).toBe(30 + 3 * 40)
    expect(secondsLeftOf(kept({}), { spent: 0, left: null })).toBeNull()
  })
})
