import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fetchRecordedRun, fetchRecordings } from './recorded-runs'

const answer = (body: unknown, status = 200) =>
  (async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })) as unknown as typeof fetch

describe('recorded runs', () => {
  const warn = vi.spyOn(console, 'warn')
  beforeEach(() => {
    warn.mockReset().mockImplementation(() => {})
  })

  it('loads nothing when the file is missing or no run, and says so in the console', async () => {
    expect(await fetchRecordedRun('a.json', answer('', 404))).toBeNull()
    expect(await fetchRecordedRun('a.json', answer('<!doctype html>'))).toBeNull()
    expect(await fetchRecordedRun('a.json', answer({ version: 2 }))).toBeNull()
    expect(warn).toHaveBeenCalledTimes(3)
  })

  it('loads a run', async () => {
    expect(await fetchRecordedRun('a.json', answer({ version: 1, name: 'test', events: [] }))).toMatchObject({
      name: 'test',
    })
    expect(warn).not.toHaveBeenCalled()
  })

  it('gives an empty list where there is none', async () => {
    expect(await fetchRecordings(answer('', 404))).toEqual([])
    expect(await fetchRecordings(answer({}))).toEqual([])
    expect(warn).toHaveBeenCalledTimes(2)
    const entries = [{ file: 'a.json', name: 'A', group: 'G' }]
    expect(await fetchRecordings(answer(entries))).toEqual(entries)
  })
})
