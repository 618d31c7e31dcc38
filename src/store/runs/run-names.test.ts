import { describe, expect, it } from 'vitest'
import { nameRun } from './run-names'

/** A source of random numbers that is the same each time. */
function source(seed = 1) {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('names of runs', () => {
  it('are two words, the same from the same source', () => {
    expect(nameRun(new Set(), source())).toBe(nameRun(new Set(), source()))
    expect(nameRun(new Set(), source())).toMatch(/^[a-z]+-[a-z]+$/)
    expect(nameRun(new Set(), source(2))).not.toBe(nameRun(new Set(), source(3)))
  })
  it('are never taken twice', () => {
    const taken = new Set<string>()
    const random = source()
    for (let i = 0; i < 3000; i++) taken.add(nameRun(taken, random))
    expect(taken.size).toBe(3000)
    // Even where chance has one name alone.
    expect(nameRun(new Set(['amber-adder', 'amber-adder-2']), () => 0)).toBe('amber-adder-3')
  })
})
