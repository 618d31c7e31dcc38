/** @file Korean is complete: every text that English has is there, is Korean, and says the same values. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EVAL_METRICS, STEP_METRICS } from '../protocol/metrics'
import { en } from './en'
import { ko } from './ko'
import { errors, notices } from './ko/errors'
import { evalMetrics, stepMetrics } from './ko/metrics'
import { deviceCauses } from './ko/told'

/** Areas that `ko/index.ts` still takes from English. To be empty: translate one, then take it off this list. */
const STILL_ENGLISH: readonly string[] = []

/** English on purpose: the page's name, text for the bundled model, who wrote a paper, a language by its own name. */
const ENGLISH = [/^title$/, /^data\.typing\.example\./, /^lessons\.texts\.[^.]+\.paper$/, /^sharing\.languages\./]

/** What Korean practitioners write in Latin letters: methods, formats, files, units, signs in formulas. */
const LATIN = new Set(
  [
    'DPO sDPO SimPO IPO ORPO SFT KL LoRA rsLoRA PEFT TRL simpo_gamma Base gram Adam lr top small world',
    'GPU CPU WebGPU wasm WebAssembly SIMD JavaScript gpu cpu navigator chrome https http localhost Enabled',
    'Chrome Edge Firefox Safari Mac Ctrl Enter Hugging Face GPT Llama Qwen Mistral ShareGPT huggingface co main',
    'JSON JSONL CSV TSV gzip Parquet UTF ID QR README json safetensors config tokenizer adapter_config adapter_model',
    'nats asinh log _ref alpha rank evaluation tokenPairs PNG SVG ZIP Markdown py accelerate train samples jsonl ko',
  ]
    .join(' ')
    .split(' '),
)

/** The terms themselves, which the help explains. */
const TERMS = new Set('log prob reward margin held out win rate adapter merged base reference policy'.split(' '))

/** Arguments of functions that take neither texts nor numbers. */
const GIVEN: Record<string, unknown[]> = {
  'data.taken': [{ split: 'Xa', config: 'Xb', splits: ['Xa', 'Xc'], configs: ['Xb', 'Xd'] }],
}

/** `told` says the same by codes: its tables are tested below. */
const isTold = (path: string) => path.startsWith('told.')

const HANGUL = /[가-힣]/
const MARKS = ['⟦1⟧', '⟦2⟧', '⟦3⟧', '⟦4⟧', '⟦5⟧', '⟦6⟧']
const NUMBERS = [53, 59, 61, 67, 71, 73]

type Leaf = string | ((...given: unknown[]) => string)

function leaves(node: unknown, path = ''): [string, Leaf][] {
  if (typeof node === 'string' || typeof node === 'function') return [[path, node as Leaf]]
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key))
}

const isStillEnglish = (path: string) => STILL_ENGLISH.includes(path.split('.')[0]!)

/** What a function says for given values, or null where these are none for it. */
function attempt(leaf: Leaf, given: readonly unknown[]): string | null {
  if (typeof leaf === 'string') return leaf
  try {
    const said: unknown = leaf(...given)
    return typeof said === 'string' && !/NaN|undefined|\[object/.test(said) ? said : null
  } catch {
    return null
  }
}

/** The same values for both languages, and the signs by which they are known again. */
function valuesFor(path: string, leaf: Leaf): { given: readonly unknown[]; signs: readonly string[] } {
  const own = GIVEN[path]
  if (own) return { given: own, signs: JSON.stringify(own).match(/X\w/g) ?? [] }
  if (attempt(leaf, MARKS) !== null) return { given: MARKS, signs: MARKS }
  return { given: NUMBERS, signs: NUMBERS.map(String) }
}

const english = new Map(leaves(en))
const korean = new Map(leaves(ko))
const own = [...english].filter(([path]) => !isStillEnglish(path) && !isTold(path))

test('both have the same entries', () => {
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort())
})

test('an area counts as English as long as it is, and no longer', () => {
  const areas = Object.keys(en).filter((area) => typeof Reflect.get(en, area) === 'object')
  const taken = areas.filter((area) => Reflect.get(ko, area) === Reflect.get(en, area))
  expect(taken.sort()).toEqual([...STILL_ENGLISH].sort())
})

const foreignWords = (path: string, said: string): string[] =>
  (said.match(/[A-Za-z_]{2,}/g) ?? []).filter(
    (word) => !LATIN.has(word) && !/^X\w$/.test(word) && !(path.startsWith('help.') && TERMS.has(word)),
  )

test('every text is Korean, or made of signs and of names that are the same everywhere', () => {
  const wrong = own.flatMap(([path, leaf]) => {
    if (ENGLISH.some((english) => english.test(path))) return []
    const { given } = valuesFor(path, leaf)
    const said = attempt(korean.get(path) ?? '', given)
    if (said === null) return [`${path}: cannot be said`]
    const isThere = said !== '' || leaf === ''
    return isThere && foreignWords(path, said).length === 0 ? [] : [`${path}: ${said}`]
  })
  expect(wrong).toEqual([])
})

test('each value that English says, Korean says too, and no other', () => {
  const wrong = own.flatMap(([path, leaf]) => {
    if (typeof leaf === 'string') return typeof korean.get(path) === 'string' ? [] : [path]
    const { given, signs } = valuesFor(path, leaf)
    const [saidInEnglish, said] = [attempt(leaf, given), attempt(korean.get(path) ?? '', given)]
    if (saidInEnglish === null || said === null) return [`${path}: needs arguments in GIVEN`]
    const found = (text: string) => signs.filter((sign) => text.includes(sign)).sort()
    return found(said).join() === found(saidInEnglish).join() ? [] : [`${path}: ${said}`]
  })
  expect(wrong).toEqual([])
})

test('functions take as many values in both', () => {
  for (const [path, leaf] of own) {
    if (typeof leaf === 'function')
      expect((korean.get(path) as typeof leaf | undefined)?.length, path).toBe(leaf.length)
  }
})

describe('what arrives in English', () => {
  test('every error and notice has a Korean sentence, and keeps the original beneath', () => {
    for (const [code, { what, remedy }] of Object.entries(errors)) {
      expect(what, code).toMatch(/[가-힣]\.$/)
      expect(remedy, code).toMatch(/[가-힣]\.$/)
    }
    for (const [code, text] of Object.entries(notices)) expect(text, code).toMatch(/[가-힣]\.$/)
    const report = { code: 'data/empty', message: '"질문.csv" is empty.', remedy: 'Choose a file.' } as const
    expect(ko.told.error.what(report)).toBe(errors['data/empty'].what)
    expect(ko.told.error.original(report)).toBe('"질문.csv" is empty. Choose a file.')
    expect(en.told.error.what(report)).toBe(report.message)
    expect(en.told.error.original(report)).toBe('')
  })

  test('an error that the page made in Korean is said as it is', () => {
    const { inRun: message, inRunRemedy: remedy } = ko.model
    const report = { code: 'run/not-ready', message, remedy } as const
    expect(ko.told.error.what(report)).toBe(message)
    expect(ko.told.error.remedy(report)).toBe(remedy)
    expect(ko.told.error.original(report)).toBe('')
  })

  test('every metric has a Korean name and meaning', () => {
    for (const [key, info] of Object.entries({ ...stepMetrics, ...evalMetrics })) {
      expect(`${info.label}${info.meaning}`, key).toMatch(HANGUL)
      expect(info.label, key).not.toMatch(/[a-z]{3}/)
    }
    const [training, heldOut] = [ko.told.metric.label('loss'), ko.told.metric.label('eval_loss')]
    expect(heldOut).not.toBe(training)
    expect(heldOut).toContain(training)
    expect(Object.keys({ ...stepMetrics, ...evalMetrics }).sort()).toEqual(
      Object.keys({ ...STEP_METRICS, ...EVAL_METRICS }).sort(),
    )
  })

  test('a device says why in Korean; one without a cause says what it said', () => {
    for (const [cause, { reason }] of Object.entries(deviceCauses)) expect(reason, cause).toMatch(HANGUL)
    const device = {
      backend: 'wasm',
      name: 'Processor (WebAssembly, SIMD, 2 threads)',
      software: false,
      reason: 'This browser has no WebGPU.',
      remedy: 'Use another.',
      features: [],
      limits: {},
    } as const
    const report = { ...device, features: [] as string[] }
    expect(ko.told.device.name(report)).toBe('프로세서(WebAssembly, SIMD, 스레드 2개)')
    expect(ko.told.device.reason({ ...report, cause: 'no-webgpu' })).toBe(deviceCauses['no-webgpu'].reason)
    expect(ko.told.device.reason(report)).toBe(report.reason)
  })

  test('names of recordings are said part by part, unknown ones as they are', () => {
    expect(ko.told.recording.name('sDPO, easy source first, seed 2')).toBe('sDPO, 쉬운 출처부터, 시드 2')
    expect(ko.told.recording.name('quiet otter')).toBe('quiet otter')
    const index = JSON.parse(readFileSync('public/runs/index.json', 'utf8')) as { name: string; group: string }[]
    for (const { name, group } of index) {
      expect(foreignWords('', ko.told.recording.name(name)), name).toEqual([])
      expect(ko.told.recording.group(group), group).toMatch(HANGUL)
    }
  })

  test('what would make a run fit is said setting by setting', () => {
    const changes = [
      { path: 'tuning.method', value: 'lora' },
      { path: 'data.maxLength', value: 256 },
    ]
    const memory = { remedy: 'To fit: …', changes } as Parameters<typeof ko.told.memoryRemedy>[0]
    expect(ko.told.memoryRemedy(memory)).toContain('LoRA')
    expect(ko.told.memoryRemedy(memory)).toContain('256')
    expect(en.told.memoryRemedy(memory)).toBe('To fit: …')
  })
})
