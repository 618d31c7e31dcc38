import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import golden from '../../../tests/golden/trl-fields.json'
import { objectiveOptions } from '../../protocol/objectives'
import { type RunConfig, runConfig } from '../../protocol/run-config'
import { configLeaves } from '../config-leaves'
import { trlFiles } from './folder'
import type { TrlInput, TrlRow } from './input'
import { SETTINGS } from './settings'
import { commonKeywords, loraKeywords, lossesOf, lossKeywords } from './train-py'
import { VERSIONS } from './versions'

const row = (at: number): TrlRow => ({
  prompt: `p${at}`,
  chosen: ` c${at}`,
  rejected: ` r${at}`,
  source: 'a.jsonl',
  row: at,
})

function inputFor(given: object, more: Partial<TrlInput> = {}): TrlInput {
  const config = runConfig.parse(given)
  const count = config.stages.count
  const preference = Array.from({ length: count }, (_, i) => ({
    stage: i + 1,
    kind: 'preference' as const,
    rows: [row(2 * i + 1), row(2 * i + 2)],
    steps: 20,
    learningRate: 1e-4,
    objective: config.objective,
  }))
  const warmup = { ...preference[0]!, stage: 0, kind: 'sft' as const, objective: { name: 'sft' as const } }
  return {
    config,
    model: { kind: 'folder', name: 'small-world', included: true },
    context: 256,
    stages: config.warmup.enabled ? [warmup, ...preference] : preference,
    heldOut: [row(9)],
    cutPairs: 0,
    startAdapter: false,
    trainedAdapter: false,
    ...more,
  }
}

const LORA = { tuning: { method: 'lora', dropout: 0.1, rsLora: true, targets: ['q_proj'] } }
/** Every objective with every option that has an equal there. */
const CASES: Record<string, object> = {
  dpo: {},
  'dpo, LoRA': LORA,
  'dpo, smoothed, with SFT': { objective: { name: 'dpo', labelSmoothing: 0.1, sftWeight: 0.5 } },
  'dpo, robust': { objective: { name: 'dpo', variant: 'robust', labelSmoothing: 0.2 } },
  'dpo, hinge': { objective: { name: 'dpo', variant: 'hinge', sftWeight: 1 } },
  'dpo, length-normalised': { objective: { name: 'dpo', variant: 'length-normalised' } },
  ipo: { objective: { name: 'ipo' } },
  simpo: { objective: { name: 'simpo', labelSmoothing: 0.1, sftWeight: 0.1 } },
  'simpo on sums': { objective: { name: 'simpo', lengthNormalised: false, gammaBetaRatio: 0 } },
  'simpo on sums, hinge': {
    objective: { name: 'simpo', lengthNormalised: false, gammaBetaRatio: 0, variant: 'hinge' },
  },
  orpo: { objective: { name: 'orpo' }, ...LORA },
  sft: { objective: { name: 'sft' } },
  'sDPO, LoRA, warm-up': { stages: { count: 3 }, warmup: { enabled: true }, ...LORA },
  'sDPO, full, warm-up, first reference': { stages: { count: 2, reference: 'base' }, warmup: { enabled: true } },
  'simpo, LoRA, warm-up': { objective: { name: 'simpo' }, warmup: { enabled: true }, ...LORA },
}

const FIELDS = golden.fields as Record<string, string[]>
const CONFIG_OF = { dpo: 'DPOConfig', cpo: 'CPOConfig', orpo: 'ORPOConfig', sft: 'SFTConfig' } as const
const TRAINER_OF = { dpo: 'DPOTrainer', cpo: 'CPOTrainer', orpo: 'ORPOTrainer', sft: 'SFTTrainer' } as const

/** Names of the keywords of a call that stands over several lines. */
function keywordsOf(script: string, call: string): string[][] {
  const calls = script.matchAll(new RegExp(`\\b${call}\\(\\n([\\s\\S]*?)\\n\\s*\\)`, 'g'))
  return [...calls].map(([, body]) => [...body!.matchAll(/^\s*(\w+)=/gm)].map(([, name]) => name!))
}

describe.each(Object.entries(CASES))('%s', (_, given) => {
  const input = inputFor(given)
  const files = trlFiles(input)
  const script = files['train.py']!

  it('uses keywords that the trainers’ configs have, in the versions that are pinned', () => {
    for (const loss of lossesOf(input)) {
      const own = CONFIG_OF[loss.trainer]
      const known = [...FIELDS.TrainingArguments!, ...FIELDS[own]!]
      const used = [...commonKeywords(input), ...lossKeywords(loss, input.config)].map(([name]) => name)
      expect(used.filter((name) => !known.includes(name))).toEqual([])
      const written = keywordsOf(script, own)
      expect(written).toHaveLength(1)
      expect(written[0]).toEqual(lossKeywords(loss, input.config).map(([name]) => name))
      const calls = keywordsOf(script, TRAINER_OF[loss.trainer])
      expect(calls).toHaveLength(1)
      expect(calls[0]!.filter((name) => !FIELDS[TRAINER_OF[loss.trainer]]!.includes(name))).toEqual([])
    }
    expect(keywordsOf(script, 'dict')[0]).toEqual(commonKeywords(input).map(([name]) => name))
    if (input.config.tuning.method === 'lora') {
      expect(keywordsOf(script, 'LoraConfig')[0]).toEqual(loraKeywords(input.config).map(([name]) => name))
      expect(loraKeywords(input.config).filter(([name]) => !FIELDS.LoraConfig!.includes(name))).toEqual([])
    }
  })

  it('closes every bracket and string of its script', () => {
    const code = script
      .replace(/"""[\s\S]*?"""/g, '')
      .replace(/#.*$/gm, '')
      .replace(/"(?:\\.|[^"\\\n])*"/g, '')
    expect(code).not.toContain('"')
    const open: string[] = []
    for (const [mark] of code.matchAll(/[()[\]{}]/g)) {
      if ('([{'.includes(mark)) open.push(mark)
      else expect('([{'.indexOf(open.pop() ?? '')).toBe(')]}'.indexOf(mark))
    }
    expect(open).toEqual([])
  })

  it('tells in its readme what became of every setting', () => {
    const rows = files['README.md']!.split('\n').flatMap((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
      return cells[1] !== undefined && cells[1] in SETTINGS ? [cells] : []
    })
    expect(rows.map((cells) => cells[1])).toEqual(configLeaves(input.config).map(({ path }) => path))
    // Four cells between five bars, and what became of it in the last.
    expect(rows.filter((cells) => cells.length !== 6 || !/^(the same|near|no equal)/.test(cells[4]!))).toEqual([])
  })
})

const python = spawnSync('python3', ['--version']).status === 0
it.runIf(python)('writes scripts that Python compiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'playground-trl-'))
  const paths = Object.values(CASES).map((given, i) => {
    const path = join(folder, `train${i}.py`)
    writeFileSync(path, trlFiles(inputFor(given))['train.py']!)
    return path
  })
  expect(spawnSync('python3', ['-m', 'py_compile', ...paths]).stderr.toString()).toBe('')
})

it('knows every setting of a config, and none that is not there', () => {
  const leaves = (schema: unknown, path: string): string[] => {
    // Defaults and preprocessing wrap what they are for.
    const inner = schema as { shape?: Record<string, unknown>; _zod: { def: Record<string, unknown> } }
    if (schema instanceof z.ZodObject) {
      return Object.entries(schema.shape).flatMap(([key, each]) => leaves(each, path ? `${path}.${key}` : key))
    }
    const { innerType, out } = inner._zod.def
    if (schema instanceof z.ZodPipe) return leaves(out, path)
    if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap((each) => leaves(each, path))
    return innerType instanceof z.ZodObject ? leaves(innerType, path) : [path]
  }
  const there = new Set(leaves(runConfig, ''))
  expect(there.size).toBeGreaterThan(40)
  expect(
    objectiveOptions.options.flatMap((each) => Object.keys(each.shape)).every((key) => there.has(`objective.${key}`)),
  ).toBe(true)
  expect(Object.keys(SETTINGS).sort()).toEqual([...there].sort())
})

describe('objectives', () => {
  const script = (objective: object) => trlFiles(inputFor({ objective }))['train.py']!

  it('set cpo_alpha to 0 for SimPO, whose default there is not SimPO, and γ as itself', () => {
    const text = script({ name: 'simpo', beta: 2, gammaBetaRatio: 0.5 })
    expect(text).toContain('loss_type="simpo"')
    expect(text).toContain('cpo_alpha=0,')
    expect(text).toContain('simpo_gamma=stage["gamma"]')
    expect(text).toContain('"beta": 2, "gamma": 1}')
  })

  it('write the smoothed sigmoid loss as a sum of losses that TRL computes', () => {
    const e = 0.1
    const text = script({ name: 'dpo', labelSmoothing: e })
    const [, losses, weights] = /loss_type=(\[.*\]),\s+loss_weights=(\[.*\])/.exec(text)!
    expect(JSON.parse(losses!)).toEqual(['sigmoid', 'robust'])
    const [a, b] = JSON.parse(weights!)
    const ls = (x: number) => -Math.log1p(Math.exp(-x))
    for (const z of [-3, -0.5, 0, 1, 4]) {
      const robust = (-(1 - e) * ls(z) + e * ls(-z)) / (1 - 2 * e)
      expect(a * -ls(z) + b * robust).toBeCloseTo(-(1 - e) * ls(z) - e * ls(-z), 10)
    }
  })

  it.each([
    ['SimPO with the hinge', { name: 'simpo', variant: 'hinge' }],
    ['SimPO without length normalisation, but with γ', { name: 'simpo', lengthNormalised: false }],
    ['IPO on sums', { name: 'ipo', lengthNormalised: false }],
    ['ORPO with an SFT weight', { name: 'orpo', sftWeight: 1 }],
    ['Length-normalised DPO with label smoothing', { name: 'dpo', variant: 'length-normalised', labelSmoothing: 0.1 }],
  ])('refuse %s, which has no equal there', (what, objective) => {
    expect(() => script(objective)).toThrowError(what)
  })
})

describe('stages', () => {
  const launches = (given: object, more: Partial<TrlInput> = {}) =>
    trlFiles(inputFor(given, more))
      ['run_stages.sh']!.split('\n')
      .filter((line) => line.startsWith('accelerate launch'))
      .map((line) => line.replace(/.*train\.py /, '').replace(' "$@"', ''))

  it('hand the adapter on', () => {
    expect(launches({ stages: { count: 3 }, ...LORA })).toEqual([
      '--stage 1',
      '--stage 2 --adapter out/stage-1',
      '--stage 3 --adapter out/stage-2',
    ])
  })

  it('hand the whole model on', () => {
    expect(launches({ stages: { count: 2 } })).toEqual(['--stage 1', '--stage 2 --model out/stage-1'])
  })

  it('keep the first reference where the run does: what the warm-up left, the first adapter, or the base', () => {
    const base = { count: 2, reference: 'base' }
    expect(launches({ stages: base, warmup: { enabled: true } })).toEqual([
      '--stage 0',
      '--stage 1 --model out/stage-0',
      '--stage 2 --model out/stage-1 --reference out/stage-0',
    ])
    expect(launches({ stages: base, ...LORA })[1]).toBe('--stage 2 --adapter out/stage-1 --reference "base"')
    expect(launches({ stages: base, ...LORA }, { startAdapter: true })[1]).toContain('--reference "start-adapter"')
  })
})

it('goes on from what was trained with the last stage, and not with the warm-up', () => {
  const given = { stages: { count: 2 }, warmup: { enabled: true } }
  const readme = (more: object, trained: boolean) =>
    trlFiles(inputFor({ ...given, ...more }, { trainedAdapter: trained }))['README.md']
  expect(readme(LORA, true)).toContain('train.py --stage 2 --adapter adapter`')
  expect(readme({}, false)).toContain('`--stage 2 --model tuned`')
})

it('switches the model’s own dropout off in every stage, before an adapter with its own comes on top', () => {
  for (const given of [{ objective: { name: 'sft' } }, LORA]) {
    const script = trlFiles(inputFor(given))['train.py']!
    const load = /def load\(path\):\n([\s\S]*?)\n\n\n/.exec(script)![1]
    expect(load).toMatch(/isinstance\(module, torch\.nn\.Dropout\):\n\s+module\.p = 0\.0/)
    expect(script.match(/from_pretrained\(path/g)).toHaveLength(1)
  }
})

it.runIf(python).each([
  ['the first of several GPUs', { CUDA_VISIBLE_DEVICES: '3,4' }, '3'],
  ['the first GPU where none is named', {}, '0'],
  ['no GPU where there is to be none', { CUDA_VISIBLE_DEVICES: '' }, ''],
  ['what its launcher gave it, among other processes', { CUDA_VISIBLE_DEVICES: '3,4', WORLD_SIZE: '2' }, '3,4'],
])('lets one process compute on %s, so that the batch stays the run’s own', (_, given, seen) => {
  const script = trlFiles(inputFor({}))['train.py']!
  const head = script.slice(0, script.indexOf('import torch'))
  const { CUDA_VISIBLE_DEVICES: __, WORLD_SIZE: ___, ...rest } = process.env
  const env = { ...rest, ...given }
  const { stdout } = spawnSync('python3', ['-c', `${head}print(os.environ["CUDA_VISIBLE_DEVICES"])`], { env })
  expect(stdout.toString().trim()).toBe(seen)
})

it('pins the versions whose fields were read', () => {
  expect(golden.versions).toEqual(VERSIONS)
})

it('has the pairs of each stage, the held-out ones and the marks of label noise as JSONL', () => {
  const input = inputFor({ stages: { count: 2 } })
  input.stages[0]!.rows[0] = { ...row(1), swapped: true }
  const files = trlFiles(input)
  const rows = (name: string) =>
    files[name]!.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  expect(rows('data/stage-1.jsonl')).toEqual([{ ...row(1), swapped: true }, row(2)])
  expect(rows('data/stage-2.jsonl')).toEqual([row(3), row(4)])
  expect(rows('data/eval.jsonl')).toEqual([row(9)])
  expect(JSON.parse(files['config.json']!) as RunConfig).toEqual(input.config)
})

it('says of conversations alone how their end is told', () => {
  const turn = (role: string, content: string) => [{ role, content }]
  const chat = {
    ...row(1),
    prompt: turn('user', 'p'),
    chosen: turn('assistant', 'a'),
    rejected: turn('assistant', 'b'),
  }
  const input = inputFor({}, { heldOut: [] })
  expect(trlFiles(input)['README.md']).not.toContain('chat template')
  input.stages[0]!.rows = [chat]
  expect(trlFiles(input)['README.md']).toContain('Where a chat template does not end a turn itself')
})

it('refuses text and conversations in one folder, naming both rows', () => {
  const input = inputFor({})
  input.heldOut = [{ ...row(7), chosen: [{ role: 'assistant', content: 'c' }] }]
  expect(() => trlFiles(input)).toThrowError('Row 1 of a.jsonl and row 7 of a.jsonl')
})
