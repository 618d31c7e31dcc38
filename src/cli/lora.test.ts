/** @file LoRA on the command line: trained, continued, exported; and the words for it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { openSafetensors } from '../engine/checkpoint/safetensors'
import { fileOf } from '../protocol/folder'
import { cli, freshFolder, writeLines } from './cli-for-tests'
import { run as exportRun } from './commands/export'
import { diskFile } from './disk-folder'
import { readLora, refuseBesideAdapter, withBareLora } from './lora-option'

const MODEL = 'e2e/fixtures/tiny-model'
const folder = freshFolder()
const data = writeLines(
  join(folder, 'pairs.jsonl'),
  Array.from({ length: 6 }, (_, i) => ({ prompt: `Question ${i}:`, chosen: ' yes, please.', rejected: ' no.' })),
)
const SETS = ['training.batchSize=2', 'evaluation.samplePrompts=0', 'backend=wasm'].flatMap((set) => ['--set', set])
const train = (out: string, ...args: string[]) =>
  cli(['train', '--model', MODEL, '--data', data, '--out', out, '--json', ...SETS, ...args])

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'))
const weightsIn = async (out: string) => openSafetensors((await diskFile(join(out, 'adapter_model.safetensors')))!)

interface ScoredPair {
  chosen: { sum: number }
  rejected: { sum: number }
}

const sums = async (...args: string[]): Promise<number[]> => {
  const { stdout, stderr } = await cli(['logprobs', '--data', data, '--json', ...args])
  expect(stderr).toBe('')
  return JSON.parse(stdout).pairs.flatMap(({ chosen, rejected }: ScoredPair) => [chosen.sum, rejected.sum])
}

describe('a run with LoRA', () => {
  const out = join(folder, 'run')
  const adapter = join(out, 'adapter')

  beforeAll(async () => {
    const fields = 'rank=2,alpha=8,rslora,dropout=0.1,targets=q_proj+v_proj'
    const rate = ['--set', 'optimizer.learningRate=0.05', '--set', 'training.maxSteps=3']
    const { status, stderr } = await train(out, '--lora', fields, ...rate)
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it("writes the adapter under PEFT's names and in its shapes, and no model", async () => {
    expect(readdirSync(out)).not.toContain('model')
    expect(readdirSync(adapter).sort()).toEqual(['README.md', 'adapter_config.json', 'adapter_model.safetensors'])
    expect(json(adapter, 'adapter_config.json')).toMatchObject({
      peft_type: 'LORA',
      base_model_name_or_path: MODEL,
      r: 2,
      lora_alpha: 8,
      lora_dropout: 0.1,
      use_rslora: true,
      target_modules: ['q_proj', 'v_proj'],
    })
    const { entries } = await weightsIn(adapter)
    const layer = 'base_model.model.model.layers.0.self_attn'
    expect(Object.fromEntries([...entries].map(([name, { shape }]) => [name, shape]))).toEqual({
      [`${layer}.q_proj.lora_A.weight`]: [2, 16],
      [`${layer}.q_proj.lora_B.weight`]: [16, 2],
      [`${layer}.v_proj.lora_A.weight`]: [2, 16],
      [`${layer}.v_proj.lora_B.weight`]: [8, 2],
    })
    expect(json(out, 'config.json').tuning).toMatchObject({ method: 'lora', rank: 2, alpha: 8, rsLora: true })
  })

  it('merges into a model that scores as the base with the adapter does', async () => {
    const merged = join(folder, 'merged')
    expect(await cli(['export', 'merged', '--run', out, '--out', merged])).toMatchObject({ status: 0, stderr: '' })
    expect(readdirSync(merged).sort()).toEqual(readdirSync(MODEL).sort())
    const scored = [
      ['--model', merged],
      ['--model', MODEL, '--adapter', adapter],
      ['--model', MODEL],
    ]
    const [asOne = [], asTwo = [], base = []] = await Promise.all(scored.map((args) => sums(...args)))
    expect(asOne).toHaveLength(12)
    asOne.forEach((sum, i) => {
      expect(Math.abs(sum - asTwo[i]!)).toBeLessThan(1e-4)
    })
    expect(Math.max(...asOne.map((sum, i) => Math.abs(sum - base[i]!)))).toBeGreaterThan(0.01)
  })

  it('is gone on with from its adapter, whose settings the run takes over', async () => {
    const next = join(folder, 'next')
    const still = ['--set', 'optimizer.learningRate=1e-9', '--set', 'training.maxSteps=1']
    const { status, stderr } = await train(next, '--adapter', adapter, ...still)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const { tuning } = json(next, 'config.json')
    expect(tuning).toMatchObject({ method: 'lora', rank: 2, alpha: 8, rsLora: true, targets: ['q_proj', 'v_proj'] })
    const [before, after] = [await weightsIn(adapter), await weightsIn(join(next, 'adapter'))]
    for (const name of before.entries.keys()) {
      const [old, now] = [(await before.read(name)).floats(), (await after.read(name)).floats()]
      expect(Math.max(...old.map(Math.abs))).toBeGreaterThan(1e-3)
      expect(Math.max(...now.map((value, i) => Math.abs(value - old[i]!)))).toBeLessThan(1e-6)
    }
  })

  it('is exported as a zip of its three files', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    await exportRun(['adapter', '--run', out])
    const files = unzipSync(new Uint8Array(readFileSync(join(out, 'adapter.zip'))))
    expect(Object.keys(files).sort()).toEqual(readdirSync(adapter).sort())
    for (const [name, bytes] of Object.entries(files))
      expect(Buffer.compare(bytes, readFileSync(join(adapter, name)))).toBe(0)
    expect(readdirSync(out).join()).not.toContain('.part')
  })
})

describe('export', () => {
  it('after full fine-tuning has no adapter, and gives the model in the type that was asked for', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    const run = join(folder, 'full')
    mkdirSync(join(run, 'model'), { recursive: true })
    writeFileSync(join(run, 'config.json'), JSON.stringify({ tuning: { method: 'full' } }))
    for (const name of readdirSync(MODEL)) writeFileSync(join(run, 'model', name), readFileSync(join(MODEL, name)))
    await expect(exportRun(['adapter', '--run', run])).rejects.toMatchObject({ code: 'adapter/missing-file' })
    const zip = join(folder, 'full.zip')
    await exportRun(['merged', '--run', run, '--out', zip, '--dtype', 'bf16'])
    const files = unzipSync(new Uint8Array(readFileSync(zip)))
    expect(Object.keys(files).sort()).toEqual(readdirSync(MODEL).sort())
    const { entries } = await openSafetensors(fileOf(files['model.safetensors'] as Uint8Array))
    expect(new Set([...entries.values()].map(({ dtype }) => dtype))).toEqual(new Set(['BF16']))
    expect(JSON.parse(Buffer.from(files['config.json']!).toString()).torch_dtype).toBe('bfloat16')
  })

  it('names what it cannot do', async () => {
    const usage = { code: 'cli/usage' }
    await expect(exportRun([])).rejects.toMatchObject(usage)
    await expect(exportRun(['model', '--run', folder])).rejects.toMatchObject(usage)
    await expect(exportRun(['merged', '--run', join(folder, 'none')])).rejects.toMatchObject(usage)
    await expect(exportRun(['merged', '--run', folder, '--dtype', 'int4'])).rejects.toMatchObject(usage)
  })
})

describe('--lora', () => {
  it('reads every field, and stands alone', () => {
    expect(readLora('rank=8,alpha=16,dropout=0.05,rslora,targets=q_proj+v_proj')).toEqual({
      method: 'lora',
      rank: 8,
      alpha: 16,
      dropout: 0.05,
      rsLora: true,
      targets: ['q_proj', 'v_proj'],
    })
    expect(readLora('')).toEqual({ method: 'lora' })
    expect(withBareLora(['--lora', '--out', 'run', '--lora'])).toEqual(['--lora=', '--out', 'run', '--lora='])
    expect(withBareLora(['--lora', 'rank=8'])).toEqual(['--lora', 'rank=8'])
  })

  it.each([
    ['rank=0', 'rank is "0"'],
    ['rank=big', 'rank is "big"'],
    ['rank', 'rank is missing'],
    ['alpha=', 'alpha is ""'],
    ['dropout=1', 'dropout is "1"'],
    ['rslora=maybe', 'rslora is "maybe"'],
    ['targets=', 'targets is ""'],
    ['targets=q_proj++v_proj', 'targets is "q_proj++v_proj"'],
    ['width=8', 'no field "width"'],
    ['rank=8,rank=4', 'rank twice'],
  ])('refuses %s by its name', (text, message) => {
    expect(() => readLora(text)).toThrow(
      expect.objectContaining({ code: 'cli/usage', message: expect.stringContaining(message) }),
    )
  })

  it('leaves to --adapter what the adapter brings', () => {
    const usage = expect.objectContaining({ code: 'cli/usage' })
    expect(() => refuseBesideAdapter(readLora('rank=8'), [])).toThrow(usage)
    expect(() => refuseBesideAdapter(null, ['tuning.method=full'])).toThrow(usage)
    expect(() => refuseBesideAdapter(readLora('dropout=0.1'), ['tuning.recompute=on', 'seed=2'])).not.toThrow()
  })
})
