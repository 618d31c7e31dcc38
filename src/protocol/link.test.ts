import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  EMPTY_LINK,
  type LinkState,
  LOCKABLE,
  MOST_CHARACTERS,
  MOST_TITLE,
  readLink,
  SECTIONS,
  writeLink,
} from './link'
import { CONFIG_BASE, LINK_LIMITS, type LinkValue, NULLABLE, OBJECTIVE_BASE } from './link-base'
import { INSIDE_PARTS, type LinkLook, LOG_PROB_FORMS, SMOOTHING_LEVELS, X_AXES } from './link-look'
import { presetFor } from './presets'
import { type RunConfig, runConfig } from './run-config'

const CHOICES: Record<string, string[]> = {
  backend: ['auto', 'webgpu', 'wasm', 'cpu'],
  'stages.split': ['by-source', 'in-order', 'random', 'easy-to-hard'],
  'stages.reference': ['moving', 'base'],
  'tuning.method': ['full', 'lora'],
  'tuning.recompute': ['auto', 'on', 'off'],
  'tuning.baseWeights': ['auto', 'f32', '16-bit'],
  'optimizer.schedule': ['constant', 'linear', 'cosine'],
  'objective.variant': ['sigmoid', 'hinge'],
}

const numberOf = (path: string): fc.Arbitrary<number> => {
  const { min, max, integer } = LINK_LIMITS[path]!
  return integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0)
}

function anyValue(path: string, base: LinkValue): fc.Arbitrary<LinkValue> {
  if (path in CHOICES) return fc.constantFrom(...CHOICES[path]!)
  if (typeof base === 'boolean') return fc.boolean()
  const number = numberOf(path)
  return NULLABLE.includes(path) ? fc.option(number, { nil: null }) : number
}

/** A flat record of paths as a config. */
function configOf(values: Record<string, unknown>): RunConfig {
  const config: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.')
    let node = config
    for (const key of keys.slice(0, -1)) {
      node[key] ??= {}
      node = node[key] as Record<string, unknown>
    }
    node[keys.at(-1)!] = value
  }
  return runConfig.parse(config)
}

const anyConfig: fc.Arbitrary<RunConfig> = fc.constantFrom(...Object.keys(OBJECTIVE_BASE)).chain((name) => {
  const base = { ...OBJECTIVE_BASE[name], ...CONFIG_BASE }
  const values = Object.fromEntries(Object.entries(base).map(([path, value]) => [path, anyValue(path, value)]))
  const override = fc.record(
    { beta: numberOf('override.beta'), learningRate: numberOf('override.learningRate') },
    { requiredKeys: [] },
  )
  const layers = fc.option(fc.uniqueArray(fc.constantFrom('q_proj', 'c_attn', 'down_proj'), { minLength: 1 }), {
    nil: null,
  })
  return fc.tuple(fc.record(values), fc.array(override, { maxLength: 4 }), layers).map(([flat, overrides, targets]) => {
    const config = configOf({
      ...flat,
      'objective.name': name,
      'stages.overrides': overrides,
      'tuning.targets': targets,
    })
    const { batchSize, gradientAccumulation } = config.training
    config.training.gradientAccumulation = Math.min(batchSize, gradientAccumulation)
    // A list in a link ends with the last stage that is set apart.
    while (config.stages.overrides.length > 0 && Object.keys(config.stages.overrides.at(-1)!).length === 0) {
      config.stages.overrides.pop()
    }
    return config
  })
})

const file = fc.constantFrom('length-dpo-seed1.json', 'lesson-beta-0.3.json')
const title = fc.string({ unit: 'grapheme', maxLength: 60 })

const orNone = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })
const metric = fc.constantFrom('eval_win_rate', 'loss', 'eval_kl/chosen')

const anyLook: fc.Arbitrary<LinkLook> = fc.record({
  axis: orNone(fc.constantFrom(...X_AXES)),
  smoothing: orNone(fc.constantFrom(...SMOOTHING_LEVELS)),
  form: orNone(fc.constantFrom(...LOG_PROB_FORMS)),
  alike: fc.boolean(),
  figure: orNone(metric),
  secondFigure: orNone(metric),
  part: orNone(fc.constantFrom(...INSIDE_PARTS)),
  at: orNone(fc.oneof(fc.constant('last' as const), numberOf('at'))),
  pair: orNone(numberOf('pair')),
  against: orNone(fc.oneof(fc.constant('base'), file)),
  lessonStep: orNone(numberOf('lesson-step')),
})

const anyState: fc.Arbitrary<LinkState> = fc
  .tuple(
    anyLook,
    fc.record({
      config: fc.option(anyConfig, { nil: null }),
      sets: fc.uniqueArray(fc.constantFrom('polite', 'helpful-easy', 'detailed')),
      model: fc.constantFrom(null, 'owner/name@0123456789abcdef', 'gpt2'),
      own: fc.uniqueArray(fc.constantFrom('data' as const, 'model' as const)),
      view: fc.constantFrom(null, 'inside', 'sweep'),
      runs: fc.boolean(),
      show: fc.option(file, { nil: null }),
      over: fc.uniqueArray(file),
      lesson: fc.constantFrom(null, 'beta', 'length-normalisation'),
      lang: fc.constantFrom(null, 'en' as const, 'ko' as const),
      class: fc.option(
        fc.record({
          title: title.map((text) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()),
          hidden: fc.uniqueArray(fc.constantFrom(...SECTIONS)),
          locked: fc.uniqueArray(fc.constantFrom(...SECTIONS, ...LOCKABLE)),
          replayOnly: fc.boolean(),
        }),
        { nil: null },
      ),
    }),
  )
  .map(([look, rest]) => ({ ...look, ...rest }))

const LOOK_NAMES = [
  'axis',
  'smooth',
  'logprob',
  'alike',
  'figure',
  'figure2',
  'part',
  'at',
  'pair',
  'against',
  'lesson-step',
]

const isWithin = (name: string, value: unknown): boolean => {
  const { min, max } = LINK_LIMITS[name]!
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
}

/** Nothing but what the page knows, whoever wrote it. */
function expectLook(look: LinkLook): void {
  expect([null, ...X_AXES]).toContain(look.axis)
  expect([null, ...SMOOTHING_LEVELS]).toContain(look.smoothing)
  expect([null, ...LOG_PROB_FORMS]).toContain(look.form)
  expect([null, ...INSIDE_PARTS]).toContain(look.part)
  expect(look.at === null || look.at === 'last' || isWithin('at', look.at)).toBe(true)
  expect(look.pair === null || isWithin('pair', look.pair)).toBe(true)
  expect(look.lessonStep === null || isWithin('lesson-step', look.lessonStep)).toBe(true)
  expect(look.against ?? 'base').toMatch(/^(base|[\w.-]+\.json)$/)
  for (const figure of [look.figure, look.secondFigure]) expect(figure ?? 'loss').toMatch(/^[a-z0-9_/]+$/i)
}

describe('a link', () => {
  it('gives back what was written into it, and has nothing to tell', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { state: read, notices } = readLink(`#${writeLink(state)}`)
        expect(notices).toEqual([])
        expect(read).toEqual(state)
      }),
      { numRuns: 300 },
    )
  })

  it('gives a state that the page can be in, whatever stands in the address', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('v', '=', '&', '%', '%zz', '#', 'objective=', 'objective.beta=', '1e999', '-1', 'NaN', 'null'),
      fc.constantFrom(...Object.keys(CONFIG_BASE), '__proto__', 'constructor=1', 'hide=', 'lock=', 'stages.overrides.'),
      fc.constantFrom(...LOOK_NAMES.map((name) => `&${name}=`), 'last', '1e9', '0.7', 'base', 'a.json', '../a.json'),
    )
    const mangled = fc.tuple(anyState, fc.nat(), fc.array(piece)).map(([state, cut, pieces]) => {
      const link = writeLink(state)
      const end = link.length === 0 ? 0 : cut % link.length
      return link.slice(0, end) + pieces.join('') + link.slice(end + 1)
    })
    fc.assert(
      fc.property(
        fc.oneof(
          mangled,
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (hash) => {
          const { state } = readLink(hash)
          expectLook(state)
          // What was understood can be handed on.
          expect(readLink(writeLink(state))).toEqual({ state, notices: [] })
          if (!state.config) return
          expect(runConfig.safeParse(state.config).success).toBe(true)
          expect(state.config.training.gradientAccumulation).toBeLessThanOrEqual(state.config.training.batchSize)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('names each value that it does not take', () => {
    const { state, notices } = readLink(
      '#v=9&objective=simpo&objective.beta=1e9&training.batchSize=2.5&objective.variant=cubic&seed=x&objective.delta=3&wish=1&show=../secret.json',
    )
    expect(state.config?.objective).toMatchObject({ name: 'simpo', beta: 1000, variant: 'sigmoid' })
    expect(state.config?.training.batchSize).toBe(3)
    expect(state.show).toBeNull()
    expect(notices).toEqual([
      { kind: 'version', version: '9' },
      { kind: 'dropped', name: 'show', asked: '../secret.json' },
      { kind: 'unknown', names: ['wish'] },
      { kind: 'clamped', name: 'objective.beta', asked: '1e9', taken: '1000' },
      { kind: 'clamped', name: 'training.batchSize', asked: '2.5', taken: '3' },
      { kind: 'dropped', name: 'seed', asked: 'x' },
      { kind: 'unknown', names: ['objective.delta'] },
      { kind: 'dropped', name: 'objective.variant', asked: 'cubic' },
    ])
  })

  it('names each way of looking that it does not take, and what it takes instead', () => {
    const { state, notices } = readLink(
      '#axis=epochs&smooth=0.7&logprob=log&part=soul&at=-3&pair=999&against=../a.json&lesson-step=x&alike=yes&figure=%3F',
    )
    expect(state).toEqual({ ...EMPTY_LINK, smoothing: 0.6, at: 0, pair: 256 })
    expect(notices).toEqual([
      { kind: 'dropped', name: 'axis', asked: 'epochs' },
      { kind: 'clamped', name: 'smooth', asked: '0.7', taken: '0.6' },
      { kind: 'dropped', name: 'logprob', asked: 'log' },
      { kind: 'dropped', name: 'part', asked: 'soul' },
      { kind: 'clamped', name: 'at', asked: '-3', taken: '0' },
      { kind: 'clamped', name: 'pair', asked: '999', taken: '256' },
      { kind: 'dropped', name: 'against', asked: '../a.json' },
      { kind: 'dropped', name: 'lesson-step', asked: 'x' },
      { kind: 'dropped', name: 'alike', asked: 'yes' },
      { kind: 'dropped', name: 'figure', asked: '?' },
    ])
  })

  it('holds the line of a class at any length, whatever stands at its end', () => {
    for (const end of ['\u{1f44d}', ' more', '\ud800']) {
      const title = `${'a'.repeat(MOST_TITLE - 1)}${end}`
      const rules = { title, hidden: [], locked: [], replayOnly: false }
      const { state } = readLink(writeLink({ ...EMPTY_LINK, class: rules }))
      expect(state.class?.title).toBe('a'.repeat(MOST_TITLE - 1))
    }
  })

  it('reads as a person would write it, and carries no data', () => {
    const config = runConfig.parse({
      ...presetFor('polite', 'simpo'),
      sources: ['my secret pairs.jsonl'],
      model: 'my folder',
      adapter: 'my adapter',
    })
    const link = writeLink({ ...EMPTY_LINK, config, sets: ['polite'], own: ['data'], view: 'inside' })
    expect(link).toBe(
      'v=1&data=polite&own=data&objective=simpo&objective.gammaBetaRatio=0.3&optimizer.learningRate=0.00005&training.maxSteps=120&view=inside',
    )
    expect(decodeURIComponent(link)).not.toMatch(/secret|folder|adapter/)
  })

  it('is not read when it is far longer than any page writes', () => {
    const { state, notices } = readLink(`seed=2&class=${'a'.repeat(MOST_CHARACTERS)}`)
    expect(state).toEqual(EMPTY_LINK)
    expect(notices).toEqual([{ kind: 'too-long', most: MOST_CHARACTERS }])
  })
})

describe('what a link leaves out', () => {
  const leaves = (value: unknown, path: string): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
      : [path]

  it('knows every setting of every objective', () => {
    const elsewhere = ['version', 'model', 'adapter', 'sources', 'objective.name', 'tuning.targets', 'stages.overrides']
    for (const [name, base] of Object.entries(OBJECTIVE_BASE)) {
      const settings = leaves(runConfig.parse({ objective: { name } }), '').filter((path) => !elsewhere.includes(path))
      expect(settings.sort()).toEqual(Object.keys({ ...base, ...CONFIG_BASE }).sort())
    }
  })

  it('lets no link go beyond what the schema takes', () => {
    for (const [name, objective] of Object.entries(OBJECTIVE_BASE)) {
      for (const path of Object.keys({ ...objective, ...CONFIG_BASE })) {
        if (!(path in LINK_LIMITS)) continue
        const { min, max } = LINK_LIMITS[path]!
        for (const value of [min, max]) expect(() => configOf({ 'objective.name': name, [path]: value })).not.toThrow()
      }
    }
  })
})
