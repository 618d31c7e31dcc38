import 'fake-indexeddb/auto'
import { describe, expect, it, vi } from 'vitest'
import { parseSweep } from '../../protocol/sweep'
import type { KeptSweep } from '../../protocol/sweep-kept'
import type { TrialResult } from '../../protocol/sweep-ranking'
import { trialsOf } from '../../protocol/sweep-trials'
import { openDatabase } from '../database'
import { openSweepShelf } from './sweep-shelf'

function kept(id: string, startedAt: number): KeptSweep {
  const sweep = parseSweep({ name: id, fields: [{ path: 'seed', values: [1, 2] }] })
  return { id, sweep, trials: trialsOf(sweep), startedAt, results: {}, runs: { 0: 'run' } }
}

describe('the shelf of sweeps', () => {
  it('gives back what was kept, newest first, also to another page; what was removed is gone', async () => {
    const open = () => openDatabase('sweep-shelf')
    const shelf = await openSweepShelf(open)
    await shelf.put(kept('a', 1))
    await shelf.put(kept('b', 3))
    await shelf.put(kept('c', 2))
    await shelf.put(kept('a', 4))
    await shelf.remove('c')
    const other = await openSweepShelf(open)
    expect(other.lasting).toBe(true)
    expect(await other.all()).toEqual([kept('a', 4), kept('b', 3)])
  })

  it('loses no result of one tab to another that has not heard of it', async () => {
    const open = () => openDatabase('sweep-shelf of two tabs')
    const [here, there] = await Promise.all([openSweepShelf(open), openSweepShelf(open)])
    const result: TrialResult = { state: 'completed', message: null, readings: [], steps: 1, seconds: 1 }
    await here.put({ ...kept('a', 1), results: { 0: result, 1: result }, runs: { 0: 'run', 1: 'next' } })
    const stale = kept('a', 1)
    await there.put({ ...stale, sweep: { ...stale.sweep, name: 'by another figure' } })
    const [found] = await here.all()
    expect(found).toMatchObject({ sweep: { name: 'by another figure' }, runs: { 0: 'run', 1: 'next' } })
    expect(Object.keys(found!.results)).toEqual(['0', '1'])
  })

  it('holds sweeps for as long as the page lives where the browser keeps nothing, and says so', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const shelf = await openSweepShelf(() => Promise.reject(new Error('private window')))
    await shelf.put(kept('a', 1))
    expect(shelf.lasting).toBe(false)
    expect(await shelf.all()).toEqual([kept('a', 1)])
    expect(warn).toHaveBeenCalledOnce()
    warn.mockRestore()
  })
})
