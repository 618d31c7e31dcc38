import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { drawNoMore, drawSoon } from './draw-queue'

let frames: (() => void)[] = []
let clock = 0

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (call: () => void) => frames.push(call))
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
})
afterEach(() => {
  while (frames.length > 0) frames.shift()!()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Draws that take so many milliseconds each. */
function draws(ms: number[]) {
  const done: number[] = []
  const calls = ms.map((time, i) => () => {
    clock += time
    done.push(i)
  })
  return { done, calls }
}

describe('drawing in turns', () => {
  it('spends no more of a frame than its share, and loses nothing', () => {
    const { done, calls } = draws([5, 5, 5, 20, 1])
    for (const call of calls) drawSoon(call)
    const seen = []
    while (frames.length > 0) {
      frames.shift()!()
      seen.push(done.length)
    }
    expect(seen).toEqual([2, 4, 5])
    expect(done).toEqual([0, 1, 2, 3, 4])
  })

  it('draws once what was asked for twice, and not what was taken back', () => {
    const { done, calls } = draws([1, 1])
    drawSoon(calls[0]!)
    drawSoon(calls[0]!)
    drawSoon(calls[1]!)
    drawNoMore(calls[1]!)
    frames.shift()!()
    expect(done).toEqual([0])
    expect(frames).toEqual([])
  })

  it('draws later what is asked for while it draws', () => {
    const { done, calls } = draws([1])
    let again = true
    drawSoon(() => {
      if (again) drawSoon(calls[0]!)
      again = false
    })
    while (frames.length > 0) frames.shift()!()
    expect(done).toEqual([0])
  })
})
