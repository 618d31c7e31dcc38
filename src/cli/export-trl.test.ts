/** @file A folder for TRL from the command line, and from the page's worker: the same run gives the same files. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { runConfig } from '../protocol/run-config'
import { packTrl } from '../worker/export-trl'
import type { OpenedData } from '../worker/load-data'
import type { OpenedModel } from '../worker/load-model'
import { cli, freshFolder } from './cli-for-tests'
import { loadData } from './load-data'
import { loadModel } from './load-model'
import { openBackend } from './open-backend'

const folder = freshFolder()

function runFolder(name: string, given: object): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'config.json'), JSON.stringify(runConfig.parse({ backend: 'cpu', ...given })))
  return path
}

const read = (...path: string[]) => readFileSync(join(...path), 'utf8')
const rows = (...path: string[]) =>
  read(...path)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const STAGED = {
  stages: { count: 2, split: 'random' },
  data: { labelNoise: 0.25, heldOutShare: 0.2, heldOutMax: 20 },
  tuning: { method: 'lora', rank: 2 },
  training: { maxSteps: 3 },
}

describe('export trl', () => {
  const run = runFolder('staged', STAGED)
  const out = join(run, 'trl')

  beforeAll(async () => {
    expect(await cli(['export', 'trl', '--run', run])).toMatchObject({ status: 0, stderr: '' })
  }, 60_000)

  it('writes script, stages, held-out pairs, layouts of processes and the small model', () => {
    expect(readdirSync(out).sort()).toEqual(
      [
        'README.md',
        'accelerate',
        'config.json',
        'data',
        'model',
        'requirements.txt',
        'run_stages.sh',
        'train.py',
      ].sort(),
    )
    expect(readdirSync(join(out, 'accelerate')).sort()).toEqual(['multi-gpu.yaml', 'single-gpu.yaml', 'zero3.yaml'])
    expect(readdirSync(join(out, 'model'))).toEqual(expect.arrayContaining(['model.safetensors', 'tokenizer.json']))
  })

  it('has each pair once: in one of the stages, or held out, as the seed says', () => {
    const parts = ['stage-1', 'stage-2', 'eval'].map((name) => rows(out, 'data', `${name}.jsonl`))
    const keys = parts.flat().map(({ source, row }) => `${source}:${row}`)
    expect(new Set(keys).size).toBe(keys.length)
    const prompts = (list: { prompt: string }[]) => new Set(list.map(({ prompt }) => prompt))
    const trained = prompts([...parts[0]!, ...parts[1]!])
    expect([...prompts(parts[2]!)].some((prompt) => trained.has(prompt))).toBe(false)
    expect(parts[2]).toHaveLength(20)
    const swapped = [...parts[0]!, ...parts[1]!].filter((row) => row.swapped)
    expect(swapped).toHaveLength(Math.round(0.25 * (parts[0]!.length + parts[1]!.length)))
  })

  it('is what the page packs of the same run, byte for byte', async () => {
    await openBackend('cpu')
    const config = runConfig.parse(JSON.parse(read(run, 'config.json')))
    const opened = await loadModel('small-world', { baseWeights: 'f32' })
    const { pairs } = await loadData(['polite'])
    const zip = await packTrl({
      opened: { ...opened, report: { name: 'small-world', bytes: 4e6 } } as unknown as OpenedModel,
      data: { pairs } as unknown as OpenedData,
      training: null,
      config,
    })
    const packed = unzipSync(new Uint8Array(await zip.arrayBuffer()))
    const paths = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
    expect(Object.keys(packed).sort()).toEqual(paths.sort())
    for (const [path, bytes] of Object.entries(packed))
      expect(Buffer.from(bytes).equals(readFileSync(join(out, path)))).toBe(true)
  })
})

it('names what has no equal there, and writes nothing', async () => {
  const run = runFolder('hinge', { objective: { name: 'simpo', variant: 'hinge' } })
  const { status, stderr } = await cli(['export', 'trl', '--run', run])
  expect(status).toBe(1)
  expect(stderr).toContain('SimPO with the hinge has no equal in TRL')
  expect(readdirSync(run)).toEqual(['config.json'])
})
