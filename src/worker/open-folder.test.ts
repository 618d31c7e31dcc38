import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../protocol/errors'
import { Hub } from './hub'
import { openFolder } from './open-folder'

const URL_SOURCE = { kind: 'url', name: 'own', url: 'http://localhost/models/own/' } as const
const GIVEN_UP = new AppError('hub/cancelled', 'Loading was cancelled.', 'Load it again.')

afterEach(() => vi.unstubAllGlobals())

function open(answer: typeof fetch, signal = new AbortController().signal) {
  vi.stubGlobal('fetch', answer)
  return openFolder(URL_SOURCE, { hub: new Hub(() => {}), onProgress: () => {}, signal })
}

describe('a folder under a URL', () => {
  it('has the files that are there; a page that is sent instead of one is none', async () => {
    const folder = await open(async (address) => {
      const name = String(address).split('/').at(-1)
      if (name === 'config.json') return new Response('{}')
      return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    })
    const file = await folder.open('config.json')
    expect(new TextDecoder().decode(await file!.read(0, file!.size))).toBe('{}')
    expect(await folder.open('tokenizer.json')).toBeUndefined()
  })

  it('names the address that could not be fetched', async () => {
    const folder = await open(async () => {
      throw new TypeError('no network')
    })
    await expect(folder.open('config.json')).rejects.toMatchObject({
      code: 'model/missing-file',
      message: expect.stringContaining('http://localhost/models/own/config.json'),
    })
  })

  it('given up on purpose, says that and nothing of the connection', async () => {
    const loading = new AbortController()
    const folder = await open(async () => {
      loading.abort(GIVEN_UP)
      throw GIVEN_UP
    }, loading.signal)
    await expect(folder.open('config.json')).rejects.toBe(GIVEN_UP)
  })
})
