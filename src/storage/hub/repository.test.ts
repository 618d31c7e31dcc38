import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type HubServer, startHubServer } from '../../../tests/support/hub-server'
import { readWhole } from '../../protocol/folder'
import { createMemoryStore } from '../stores/memory-store'
import {
  areWeights,
  bring,
  bytesOf,
  FILES,
  failure,
  LARGE_FROM,
  NAME,
  openFrom,
  PATIENCE,
  SERVED,
  WEIGHTS,
} from './fixture-for-tests'
import { openRepository } from './repository'

let server: HubServer
beforeAll(async () => {
  server = await startHubServer({
    repositories: { [NAME]: SERVED, 'datasets/owner/pairs': { files: { 'data/train.parquet': bytesOf(5000) } } },
    largeFrom: LARGE_FROM,
  })
})
afterAll(() => server.close())
beforeEach(() => {
  server.serve(NAME, SERVED)
  server.faults.length = 0
  server.requests.length = 0
})

const paths = () => server.requests.map(({ path }) => path)

describe('a repository is a folder', () => {
  it('pinned to the commit of its revision, with sizes and hashes', async () => {
    const { folder } = await openFrom(server, { revision: 'v1' })
    expect(folder).toMatchObject({ kind: 'model', name: NAME, commit: server.commitOf(NAME) })
    expect(folder.host).toBe(new URL(server.url).host)
    expect(paths()).toEqual([`/api/models/${NAME}/revision/v1`])
    const weights = folder.files.find(({ path }) => path === 'model.safetensors')
    expect(weights).toMatchObject({ size: WEIGHTS.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(folder.files.find(({ path }) => path === 'config.json')).toMatchObject({ size: 23, sha256: null })
    expect(await folder.open('absent.json')).toBeUndefined()
  })

  it('gives small, empty and nested files, each fetched once by commit', async () => {
    const { folder, store } = await openFrom(server)
    for (const name of ['config.json', 'empty.txt', 'nested/notes, 100%.txt'] as const) {
      const file = (await folder.open(name))!
      expect(new TextDecoder().decode(await readWhole(file))).toBe(FILES[name])
      await readWhole(file)
    }
    const config = (await folder.open('config.json'))!
    expect(config.bring).toBeUndefined()
    expect(new TextDecoder().decode(await config.read(1, 13))).toBe('"model_type"')
    expect(paths().slice(1)).toEqual([
      `/${NAME}/resolve/${folder.commit}/config.json`,
      `/${NAME}/resolve/${folder.commit}/nested/notes%2C%20100%25.txt`,
    ])
    const again = await openFrom(server, { store })
    server.requests.length = 0
    expect(await readWhole((await again.folder.open('config.json'))!)).toHaveLength(23)
    expect(server.requests).toEqual([])
  })

  it('of weights that are not here fetches the bytes that are read, and no others', async () => {
    const { folder, store } = await openFrom(server)
    const file = (await folder.open('model.safetensors'))!
    expect(await file.read(0, 8)).toEqual(WEIGHTS.slice(0, 8))
    expect(await file.read(90_000, 200_000)).toEqual(WEIGHTS.slice(90_000))
    expect(server.requests.map(({ range }) => range).filter(Boolean)).toEqual([
      'bytes=0-7',
      'bytes=0-7',
      'bytes=90000-99999',
      'bytes=90000-99999',
    ])
    expect((await store.list('hub')).filter(({ path }) => path.includes('safetensors'))).toEqual([])
  })

  it('knows data sets under their own paths', async () => {
    const store = createMemoryStore()
    const folder = await openRepository({ kind: 'dataset', name: 'owner/pairs' }, { endpoint: `${server.url}/`, store })
    expect(await bring(folder, 'data/train.parquet')).toEqual(bytesOf(5000))
    expect(paths()[0]).toBe('/api/datasets/owner/pairs/revision/main')
    expect(paths()[1]).toBe(`/datasets/owner/pairs/resolve/${folder.commit}/data/train.parquet`)
  })

  it('goes by the name that the Hub gives it now, also without the network', async () => {
    const body = JSON.stringify({
      id: NAME,
      sha: server.commitOf(NAME),
      siblings: [{ rfilename: 'config.json', size: 23, lfs: null }],
    })
    server.faults.push({ on: 'listing', path: 'old', body })
    const store = createMemoryStore()
    const old = { kind: 'model', name: 'old' } as const
    const folder = await openRepository(old, { endpoint: server.url, store })
    expect(folder.name).toBe(NAME)
    await bring(folder, 'config.json')
    server.faults.splice(0, 1, { refuse: true })
    const offline = await openRepository(old, { endpoint: server.url, store, patience: PATIENCE })
    expect(await bring(offline, 'config.json')).toHaveLength(23)
  })

  it('tells how much is still to be fetched', async () => {
    const { folder } = await openFrom(server)
    expect(await folder.missingBytes(['config.json', 'model.safetensors', 'absent'])).toBe(100_023)
    server.faults.push({ on: 'file', path: 'safetensors', cutAfter: 10_000, times: 1 }, { on: 'file', status: 500 })
    await failure(bring(folder))
    expect(await folder.missingBytes(['model.safetensors'])).toBeLessThanOrEqual(90_000)
    server.faults.length = 0
    await bring(folder)
    expect(await folder.missingBytes(['config.json', 'model.safetensors'])).toBe(23)
  })
})

describe('what the Hub refuses is explained', () => {
  const open = (options: Parameters<typeof openFrom>[1] = {}) => failure(openFrom(server, options))

  it('a name that cannot be one, before anything is asked', async () => {
    const store = createMemoryStore()
    for (const repository of [{ name: '../../api' }, { name: NAME, revision: 'a b' }]) {
      const opening = openRepository({ kind: 'model', ...repository }, { endpoint: server.url, store })
      expect(await failure(opening)).toMatchObject({ code: 'hub/bad-name' })
    }
    expect(server.requests).toEqual([])
  })

  it('a repository that is private, gated or missing', async () => {
    const store = createMemoryStore()
    const missing = await failure(openRepository({ kind: 'model', name: 'no/body' }, { endpoint: server.url, store }))
    expect(missing).toMatchObject({ code: 'hub/gated' })
    expect(missing.message).toMatch(
      /no\/body is not given to everybody \(401\): it is gated, private, or does not exist/,
    )
    expect(missing.remedy).toContain(`${server.url}/no/body`)
    expect(missing.remedy).toMatch(/accept its licence.*choose the folder/)
    expect(server.requests).toHaveLength(1)
  })

  it('a gated repository, which is listed but not given', async () => {
    server.serve(NAME, { files: FILES, gated: true })
    const { folder, store } = await openFrom(server)
    expect(await failure(bring(folder, 'config.json'))).toMatchObject({
      code: 'hub/gated',
      message: expect.stringContaining(`config.json of ${NAME}`),
    })
    expect((await store.list('hub')).filter(({ path, size }) => path.includes('/files/') && size > 0)).toEqual([])
    server.faults.push({ status: 403 })
    expect(await open()).toMatchObject({ code: 'hub/gated' })
  })

  it('a revision that does not exist', async () => {
    const error = await open({ revision: 'v9' })
    expect(error).toMatchObject({ code: 'hub/not-found', message: `${NAME} has no revision v9.` })
  })

  it('a repository that does not exist, where the server says so', async () => {
    server.faults.push({ status: 404, errorCode: 'RepoNotFound' })
    expect(await open()).toMatchObject({ code: 'hub/not-found', message: `There is no repository ${NAME}.` })
  })

  it('a file that is listed but not there', async () => {
    const { folder } = await openFrom(server)
    server.faults.push({ on: 'file', status: 404, errorCode: 'EntryNotFound' })
    const error = await failure(bring(folder))
    expect(error).toMatchObject({ code: 'hub/not-found', message: `${NAME} has no file model.safetensors.` })
  })

  it('too many requests: waits as asked, but not for too long nor too often', async () => {
    server.faults.push({ status: 429, retryAfter: 1, times: 1 })
    const begun = performance.now()
    await openFrom(server)
    expect(performance.now() - begun).toBeGreaterThan(900)

    server.faults.push({ status: 429, retryAfter: 3600, times: 1 })
    const long = await open()
    expect(long).toMatchObject({ code: 'hub/rate-limited', remedy: expect.stringContaining('in 3600 seconds') })
    expect(server.requests).toHaveLength(3)

    server.faults.push({ status: 503 })
    server.requests.length = 0
    expect(await open()).toMatchObject({ code: 'hub/rate-limited' })
    expect(server.requests).toHaveLength(1 + PATIENCE.retries)
  })

  it('no answer: tried again, then named', async () => {
    server.faults.push({ refuse: true, times: 2 })
    await openFrom(server)
    server.faults.push({ refuse: true })
    expect(await open()).toMatchObject({ code: 'hub/unreachable', message: expect.stringContaining(NAME) })
    server.faults.splice(0, 9, { status: 500 })
    expect(await open()).toMatchObject({ code: 'hub/unreachable', message: expect.stringContaining('answered 500') })
    expect(await open({ endpoint: 'http://127.0.0.1:1' })).toMatchObject({ code: 'hub/unreachable' })
    expect(await open({ endpoint: 'nonsense' })).toMatchObject({ code: 'hub/unreachable' })
  })

  it('an answer that stalls', async () => {
    server.faults.push({ on: 'listing', stallAfter: 20 })
    expect(await open()).toMatchObject({
      code: 'hub/unreachable',
      message: expect.stringContaining('nothing came for'),
    })
  })

  it.each([
    ['<html>', /not JSON/],
    ['{"sha": "main", "siblings": []}', /no listing of files: sha/],
    [`{"sha": "${'a'.repeat(40)}", "siblings": [{"rfilename": "a"}]}`, /no listing of files: siblings\.0\.size/],
  ])('an answer that is no listing: %s', async (body, message) => {
    server.faults.push({ on: 'listing', body })
    expect(await open()).toMatchObject({ code: 'hub/unreachable', message: expect.stringMatching(message) })
  })

  it('paths that lead out of the repository are not taken', async () => {
    const siblings = ['../a', '/a', 'a//b', 'a/../../b', './a', 'a/./b', 'ok'].map((rfilename) => ({
      rfilename,
      size: 1,
    }))
    server.faults.push({ on: 'listing', body: JSON.stringify({ sha: 'a'.repeat(40), siblings }) })
    const { folder } = await openFrom(server)
    expect(folder.files.map(({ path }) => path)).toEqual(['ok'])
  })
})

describe('without the network', () => {
  it('opens the commit that the revision stood for, where files of it are here', async () => {
    const { folder, store } = await openFrom(server)
    await bring(folder)
    server.faults.push({ refuse: true })
    const offline = await openFrom(server, { store })
    expect(offline.notices).toMatchObject([
      { kind: 'offline', commit: folder.commit, reason: { code: 'hub/unreachable' } },
    ])
    expect(areWeights(await bring(offline.folder))).toBe(true)
    expect(await failure(bring(offline.folder, 'config.json'))).toMatchObject({ code: 'hub/unreachable' })
    expect(await failure(openFrom(server, { store, revision: 'v1' }))).toMatchObject({ code: 'hub/unreachable' })
  })

  it('fails where none is here, and where the Hub does answer, but refuses', async () => {
    const { folder, store } = await openFrom(server)
    server.faults.push({ refuse: true })
    expect(await failure(openFrom(server, { store }))).toMatchObject({ code: 'hub/unreachable' })
    server.faults.length = 0
    await bring(folder)
    server.faults.push({ status: 401 })
    expect(await failure(openFrom(server, { store }))).toMatchObject({ code: 'hub/gated' })
  })

  it('asks nobody for a commit that is known', async () => {
    const { folder, store } = await openFrom(server)
    server.requests.length = 0
    const pinned = await openFrom(server, { store, revision: folder.commit })
    expect(pinned.folder.files).toEqual(folder.files)
    expect(server.requests).toEqual([])
  })

  it('keeps a commit beside a newer one', async () => {
    const { folder, store } = await openFrom(server)
    await bring(folder, 'config.json')
    server.serve(NAME, { files: { 'config.json': '{"model_type": "gpt2"}' } })
    const newer = await openFrom(server, { store })
    expect(newer.folder.commit).not.toBe(folder.commit)
    expect(new TextDecoder().decode(await bring(newer.folder, 'config.json'))).toContain('gpt2')
    expect(new TextDecoder().decode(await bring(folder, 'config.json'))).toContain('llama')
  })
})
