import { afterEach, describe, expect, it, vi } from 'vitest'
import { armsOf, fetchResults } from './lesson-results'

const point = { step: 30, metrics: { eval_win_rate: 0.5 }, contingency: null }
const lesson = (file: string, seed = 1) => ({ name: 'x', arms: [{ file, runs: [{ seed, points: [point] }] }] })

const serve = (files: Record<string, unknown>) =>
  vi.fn(async (address: string | URL | Request) => {
    const found = files[String(address)]
    return found === undefined ? new Response('', { status: 404 }) : new Response(JSON.stringify(found))
  }) as unknown as typeof fetch

afterEach(() => vi.restoreAllMocks())

describe('measured results', () => {
  it('of a comparison are called as its recordings are', () => {
    const runs = [{ seed: 2, metrics: { 'eval_judge/policy': 0.7 } }]
    const [arm] = armsOf({ name: 'stages', results: [{ name: 'sdpo', runs }] })
    expect(arm!.file).toBe('stages-sdpo')
    expect(arm!.runs[0]).toMatchObject({ seed: 2, points: [{ metrics: { 'eval_judge/policy': 0.7 } }] })
  })

  it('come from several files, the first of which counts', async () => {
    const fetcher = serve({ 'a.json': lesson('one', 7), 'b.json': { ...lesson('one', 8) }, 'c.json': lesson('two') })
    const arms = await fetchResults(['a.json', 'b.json', 'c.json'], fetcher)
    expect(arms.map(({ file, runs }) => [file, runs[0]!.seed])).toEqual([
      ['one', 7],
      ['two', 1],
    ])
  })

  it('that are not there leave a word in the console, and the rest', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const arms = await fetchResults(['gone.json', 'c.json'], serve({ 'c.json': lesson('two') }))
    expect(arms.map(({ file }) => file)).toEqual(['two'])
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('gone.json answered 404'))
  })
})
