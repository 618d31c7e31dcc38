import { beforeEach, describe, expect, it } from 'vitest'
import { insideStore } from '../../store/plots/inside-view'
import { goTo, momentIndex } from './use-moments'

const MOMENTS = [0, 25, 50]

describe('the moment that is looked at', () => {
  beforeEach(() => insideStore.setState({ at: null }))

  it('is the newest unless another was chosen, and the nearest one before where parts have other moments', () => {
    expect(momentIndex(MOMENTS, null)).toBe(2)
    expect([0, 24, 25, 49, 50, 99].map((at) => momentIndex(MOMENTS, at))).toEqual([0, 0, 1, 1, 2, 2])
    expect(momentIndex([1, 2, 3], 0)).toBe(0)
    expect(momentIndex([], null)).toBe(-1)
    expect(momentIndex([], 3)).toBe(-1)
  })

  it('is held by going to it, and let go by going to the end', () => {
    goTo(MOMENTS, 1)
    expect(insideStore.getState().at).toBe(25)
    expect(momentIndex([...MOMENTS, 75], insideStore.getState().at)).toBe(1)
    goTo(MOMENTS, 2)
    expect(insideStore.getState().at).toBeNull()
    expect(momentIndex([...MOMENTS, 75], insideStore.getState().at)).toBe(3)
    goTo(MOMENTS, -1)
    expect(insideStore.getState().at).toBe(0)
  })
})
