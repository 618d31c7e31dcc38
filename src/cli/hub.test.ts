/** @file Models and data sets of a Hub by their names, as a script has them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { HubServer } from '../../tests/support/hub-server'
import { HUB_ENDPOINT } from '../protocol/hub'
import { cli, freshFolder, startHub, writeLines } from './cli-for-tests'
import { isPath } from './hub-repository'
import { SILENT } from './notes'
import { openModelFolder } from './open-folder'

const TINY = 'e2e/fixtures/tiny-model'
const ROWS = Array.from({ length: 6 }, (_, i) => ({
  prompt: `Question ${i}:`,
  chosen: ' yes, please.',
  rejected: ' no.',
}))
const folder = freshFolder()
const jsonl = readFileSync(writeLines(join(folder, 'pairs.jsonl'), ROWS))
const tiny = Object.fromEntries(readdirSync(TINY).map((name) => [name, new Uint8Array(readFileSync(join(TINY, name)))]))
const config = JSON.parse(readFileSync(join(TINY, 'config.json'), 'utf8'))
const REPOSITORIES = {
  'owner/tiny': { files: tiny },
  'owner/bert': { files: { ...tiny, 'config.json': JSON.stringify({ ...config, model_type: 'bert' }) } },
  'owner/gated': { files: tiny, gated: true },
  'datasets/owner/pairs': { files: { 'README.md': '# Pairs', 'train.jsonl': jsonl, 'test.jsonl': jsonl } },
}

/** Files, without the folders and the store's own notes. */
const filesIn = (cache: string) =>
  readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[\\/]files$/.test(entry.parentPath))
    .map(({ name }) => name)

describe('a repository', () => {
  it('is fetched once, recorded with its commit, and read from the disk when there is no Hub any more', async () => {
    const { server, cache, env } = await startHub({ repositories: REPOSITORIES })
    onTestFinished(() => server.close())
    const out = join(folder, 'run')
    const sets = ['training.maxSteps=1', 'evaluation.samplePrompts=0'].flatMap((set) => ['--set', set])
    const train = ['train', '--model', 'owner/tiny', '--data', 'owner/pairs', '--out', out, ...sets]
    const { status, stderr } = await cli(train, env)
    expect(stderr).toContain('split train from train.jsonl; other splits: test')
    expect(stderr).toMatch(/about \d+ MB of memory/)
    expect(status).toBe(0)
    const run = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))
    expect(run.model).toBe(`owner/tiny@${server.commitOf('owner/tiny')}`)
    expect(run.sources).toEqual([`owner/pairs@${server.commitOf('datasets/owner/pairs')}`])
    expect(readdirSync(join(out, 'model')).sort()).toEqual(Object.keys(tiny).sort())
    expect(filesIn(cache).sort()).toEqual([...Object.keys(tiny), 'train.jsonl'].sort())

    await server.close()
    const [byName, inspected, pinned] = await Promise.all([
      cli(['generate', '--model', 'owner/tiny', '--prompt', 'Question', '--json'], env),
      cli(['inspect', 'owner/pairs', '--json'], env),
      cli(['logprobs', '--model', run.model, '--data', run.sources[0], '--json'], env),
    ])
    expect(byName.stderr).toMatch(/could not be reached.* Going on with owner\/tiny@[0-9a-f]{7}, kept here/)
    expect(byName.status).toBe(0)
    expect(JSON.parse(inspected.stdout)).toMatchObject({
      pairs: ROWS.length,
      sources: [{ source: 'owner/pairs/train.jsonl' }],
    })
    // What names its commit has nothing to ask.
    expect(pinned.stderr).toBe('')
    expect(JSON.parse(pinned.stdout).pairs).toHaveLength(ROWS.length)
  })
})

describe('what a Hub refuses, or what is refused of it', () => {
  let server: HubServer
  let cache: string
  let ask: (model: string) => ReturnType<typeof cli>

  beforeAll(async () => {
    const started = await startHub({ repositories: REPOSITORIES })
    server = started.server
    cache = started.cache
    ask = (model) => cli(['generate', '--model', model, '--prompt', 'Question'], started.env)
  })

  afterAll(() => server.close())

  it('names what is gated, what is not there, and a model that cannot be run, before a weight is fetched', async () => {
    const [gated, absent, noRevision, bert] = await Promise.all(
      ['owner/gated', 'owner/absent', 'owner/tiny@v9', 'owner/bert'].map(ask),
    )
    expect(gated).toMatchObject({ status: 1, stderr: expect.stringMatching(/^hub\/gated: .*owner\/gated/) })
    expect(absent).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/On the disk, too, there is no owner\/absent/),
    })
    expect(noRevision).toMatchObject({ status: 1, stderr: expect.stringMatching(/^hub\/not-found: .*v9/) })
    expect(bert).toMatchObject({ status: 1, stderr: expect.stringMatching(/^model\/unsupported-architecture: .*bert/) })
    expect(server.requests.filter(({ path }) => path.endsWith('model.safetensors'))).toEqual([])
  })

  it('keeps nothing of a file with a wrong hash', async () => {
    server.faults.push({ on: 'file', path: 'model.safetensors', corrupt: true })
    expect(await ask('owner/tiny')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^hub\/wrong-hash: /) })
    expect(filesIn(cache)).toContain('config.json')
    expect(filesIn(cache).join()).not.toContain('safetensors')
  })
})

describe('names', () => {
  it('stand for what is on the disk before the Hub is asked', async () => {
    const hub = { endpoint: 'http://127.0.0.1:9', notes: SILENT }
    expect(await openModelFolder('e2e/fixtures', hub)).toMatchObject({ pinned: 'e2e/fixtures' })
    expect(await openModelFolder('small-world', hub)).toMatchObject({ pinned: 'small-world' })
    await expect(openModelFolder('./absent/model', hub)).rejects.toMatchObject({ code: 'model/missing-file' })
    await expect(openModelFolder('package.json', hub)).rejects.toMatchObject({ code: 'model/missing-file' })
    await expect(openModelFolder('datasets/owner/pairs', hub)).rejects.toMatchObject({ code: 'hub/bad-name' })
  })

  it('are paths where no repository could be called so', () => {
    const repositories = [
      'gpt2',
      'owner/name',
      'owner/name@refs/pr/3',
      'datasets/owner/name',
      `${HUB_ENDPOINT}/a/b/tree/main`,
    ]
    expect(repositories.filter(isPath)).toEqual([])
    const paths = ['./owner/name', '../name', '/tmp/model', '~/model', 'C:\\models\\x', 'runs/one/model', 'runs/model/']
    expect(paths.filter((path) => !isPath(path))).toEqual([])
  })
})
