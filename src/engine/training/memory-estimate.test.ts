/** @file What a run is judged to need, and what is offered where it does not fit. */
import type * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test, vi } from 'vitest'
import { SMOLLM2_135M } from '../../../tests/support/shapes'
import { type RunConfig, runConfig } from '../../protocol/run-config'
import type { DecoderConfig } from '../model/config'
import { createDecoder } from '../model/decoder'
import { familyOf } from '../model/families/registry'
import type { Parameters } from '../model/parameters'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { LanguageModel } from './language-model'
import { judgeMemory, needsRecompute, trainedNumbers } from './memory-estimate'

const device = vi.hoisted(() => ({ gpu: true }))
vi.mock('../ops/memory', async (original) => ({ ...(await original<object>()), onGpu: () => device.gpu }))

const MIB = 2 ** 20
const GIB = 2 ** 30

/** Weights are known by their sizes alone. */
function modelOf(config: DecoderConfig): LanguageModel {
  const weights = familyOf(config.family).weights(config)
  const parameters: Parameters = new Map(
    weights.map(({ name, shape }) => [name, { shape, size: shape.reduce((a, b) => a * b, 1) } as tf.Tensor]),
  )
  return { decoder: createDecoder(config), parameters, tokenizer: null, chat: null }
}

const smol = modelOf(SMOLLM2_135M)

function pairsOf(tokens: number, count = 8): TokenizedPair[] {
  const ids = (length: number): number[] => new Array(length).fill(0)
  return Array.from({ length: count }, (_, row) => ({
    source: 'test',
    row,
    prompt: ids(tokens / 4),
    chosen: ids((3 * tokens) / 4),
    rejected: ids(tokens / 2),
    cutPrompt: false,
    cutChosen: false,
    cutRejected: false,
    straddled: false,
    swapped: false,
    pair: { row, source: 'test', prompt: '', chosen: '', rejected: '' },
  }))
}

const lora = { method: 'lora' } as const

interface Machine {
  tokens?: number
  count?: number
  total?: number
  tensor?: number
  gpu?: boolean
}

function judge(given: object, { tokens = 256, count = 8, total = GIB, tensor = total, gpu = true }: Machine = {}) {
  device.gpu = gpu
  return judgeMemory(smol, pairsOf(tokens, count), runConfig.parse(given), { total, tensor })
}

/** The config with the change that a verdict names. */
function changed(given: object, change: { path: string; value: unknown }): RunConfig {
  const config = structuredClone(runConfig.parse(given)) as unknown as Record<string, Record<string, unknown>>
  const [section, field] = change.path.split('.') as [string, string]
  config[section]![field] = change.value
  return runConfig.parse(config)
}

describe('on a GPU', () => {
  test('an adapter of SmolLM2-135M trains 2 pairs of 256 tokens within 1 GB, and within 0.7 GB on 16-bit weights', () => {
    const given = { tuning: lora, training: { batchSize: 2 } }
    const plain = judge(given)
    expect(plain).toMatchObject({ verdict: 'fits', remedy: null, tokens: 256, pairs: 2, limit: GIB })
    expect(plain.change).toBeUndefined()
    expect(plain.estimate.recompute).toBe(true)
    expect(plain.estimate.total).toBeLessThan(1e9)
    const half = judge({ ...given, tuning: { ...lora, baseWeights: '16-bit' } })
    expect(half.estimate.total).toBeLessThan(0.7e9)
    expect(plain.estimate.weights - half.estimate.weights).toBeGreaterThan(265e6)
  })

  test('blocks run again once half of the memory would be taken, unless the config decides', () => {
    const pairs = pairsOf(64, 1)
    const settings = (recompute: string) => runConfig.parse({ tuning: { ...lora, recompute } })
    device.gpu = true
    expect(needsRecompute(smol, pairs, settings('auto'), 2 * GIB)).toBe(false)
    expect(needsRecompute(smol, pairs, settings('auto'), GIB)).toBe(true)
    expect(needsRecompute(smol, pairs, settings('auto'), null)).toBe(false)
    expect(needsRecompute(smol, pairs, settings('on'), null)).toBe(true)
    expect(needsRecompute(smol, pairs, settings('off'), 1)).toBe(false)
  })

  test('the mildest change that makes a run fit is offered, with the setting that does it', () => {
    const forbidden = { tuning: { ...lora, recompute: 'off' }, training: { batchSize: 2 } }
    expect(judge(forbidden)).toMatchObject({
      verdict: 'unsure',
      remedy: 'To fit: let blocks be computed again in backward.',
      change: { path: 'tuning.recompute', value: 'auto' },
    })
    const large = { tuning: lora, training: { batchSize: 8 } }
    expect(judge(large)).toMatchObject({
      verdict: 'unsure',
      change: { path: 'training.gradientAccumulation', value: 8 },
    })
    expect(judge({ training: { batchSize: 1 } })).toMatchObject({
      verdict: 'unsure',
      change: { path: 'tuning.method', value: 'lora' },
    })
    const long = { tuning: { ...lora, baseWeights: '16-bit' }, training: { batchSize: 1 } }
    expect(judge(long, { tokens: 4096 })).toMatchObject({
      verdict: 'unsure',
      change: { path: 'data.maxLength', value: 1024 },
    })
    for (const [given, tokens] of [[forbidden], [large], [long, 4096]] as const) {
      const { change } = judge(given, { tokens })
      const pairs = pairsOf(
        Math.min(tokens ?? 256, change!.path === 'data.maxLength' ? (change!.value as number) : 9999),
      )
      const after = judgeMemory(smol, pairs, changed(given, change!), { total: GIB, tensor: GIB })
      expect(after, change!.path).toMatchObject({ verdict: 'fits', remedy: null })
    }
  })

  test('where no single change does it, as many are named as it takes, and none is a button', () => {
    const verdict = judge({ training: { batchSize: 8 } }, { total: 512 * MIB, tensor: GIB })
    expect(verdict.verdict).toBe('unsure')
    expect(verdict.remedy).toBe(
      'To fit: accumulate gradients over 8 parts, train a LoRA adapter instead of all weights, hold the frozen weights in 16 bits.',
    )
    expect(verdict.change).toBeUndefined()
    expect(verdict.changes).toEqual([
      { path: 'training.gradientAccumulation', value: 8 },
      { path: 'tuning.method', value: 'lora' },
      { path: 'tuning.baseWeights', value: '16-bit' },
    ])
  })

  test('a tensor that no buffer takes is too large; 16-bit weights may be the way out', () => {
    const given = { tuning: lora, training: { batchSize: 1 } }
    expect(judge(given, { total: GIB, tensor: 100e6 })).toMatchObject({
      verdict: 'too-large',
      change: { path: 'tuning.baseWeights', value: '16-bit' },
    })
    expect(judge(given, { total: GIB, tensor: 20e6 })).toMatchObject({ verdict: 'too-large', remedy: null })
  })

  test('what a larger machine could hold is not refused', () => {
    const given = { tuning: { recompute: 'off' }, training: { batchSize: 16 } }
    const { estimate, verdict } = judge(given, { tokens: 512, count: 16, total: GIB, tensor: 2 * GIB })
    expect(estimate.total).toBeGreaterThan(15e9)
    expect(verdict).toBe('unsure')
    expect(judge(given, { tokens: 512, total: GIB, tensor: GIB, count: 16 }).verdict).toBe('too-large')
  })
})

describe('on wasm', () => {
  test('what goes beyond the address space is too large, with the change that would make it fit', () => {
    const space = { total: 4 * GIB, gpu: false }
    expect(judge({ tuning: lora, training: { batchSize: 2 } }, space).verdict).toBe('fits')
    expect(judge({ tuning: lora, training: { batchSize: 32 } }, { ...space, tokens: 512, count: 32 })).toMatchObject({
      verdict: 'too-large',
      change: { path: 'training.gradientAccumulation', value: 32 },
    })
  })

  test('16-bit weights are no way out there', () => {
    const verdict = judge({ training: { batchSize: 1 } }, { total: 512 * MIB, gpu: false })
    expect(verdict.verdict).toBe('too-large')
    expect(verdict.remedy ?? '').not.toContain('16 bits')
  })
})

test('an adapter has rank · (in + out) numbers on each of its layers, all of them by default', () => {
  const numbers = (tuning: object) =>
    trainedNumbers(smol, runConfig.parse({ tuning: { ...lora, rank: 16, ...tuning } }))
  const { layers, width, ffWidth } = SMOLLM2_135M
  const attention = 2 * (width + width) + 2 * (width + 192)
  expect(numbers({})).toBe(16 * layers * (attention + 3 * (width + ffWidth)))
  expect(numbers({ targets: ['q_proj', 'o_proj'] })).toBe(16 * layers * 2 * (width + width))
  expect(trainedNumbers(smol, runConfig.parse({}))).toBe(134_515_008)
})
