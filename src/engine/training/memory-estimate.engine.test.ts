/** @file What is reckoned before a run, against what the backend holds while it runs. */
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../tests/support/browser-backends'
import { createRandom } from '../../protocol/random'
import { runConfig } from '../../protocol/run-config'
import { webgpuBackend } from '../backend/webgpu-backend'
import { makeWeight } from '../checkpoint/make-weight'
import type { DecoderConfig } from '../model/config'
import { createDecoder } from '../model/decoder'
import { familyOf } from '../model/families/registry'
import { disposeParameters, type Parameters } from '../model/parameters'
import { isHalf } from '../ops/half'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { LanguageModel } from './language-model'
import { judgeMemory } from './memory-estimate'
import { prepareRun } from './prepare-run'

/** Little to compute for the memory that it takes: narrow, with many layers and a large vocabulary. */
const COMMON = {
  vocab: 24_576,
  context: 64,
  width: 64,
  layers: 4,
  heads: 4,
  headDim: 16,
  normEps: 1e-5,
  tiedHead: true,
}
const CONFIGS: Record<string, DecoderConfig> = {
  gpt2: {
    ...COMMON,
    family: 'gpt2',
    kvHeads: 4,
    ffWidth: 256,
    norm: 'layer',
    positions: 'learned',
    ropeTheta: 0,
    feedForward: 'gelu-tanh',
  },
  llama: {
    ...COMMON,
    family: 'llama',
    kvHeads: 2,
    ffWidth: 176,
    norm: 'rms',
    positions: 'rotary',
    ropeTheta: 10_000,
    feedForward: 'gated-silu',
  },
}
const PAIRS = 12
const SCORED = 4

function weightsOf(config: DecoderConfig, positions: string | undefined, half: boolean): Parameters {
  const parameters: Parameters = new Map()
  for (const spec of familyOf(config.family).weights(config)) {
    const random = createRandom(1, spec.name)
    const size = spec.shape.reduce((a, b) => a * b, 1)
    const floats = () => Float32Array.from({ length: size }, () => 0.05 * (random.next() - 0.5))
    const stored = { dtype: 'F32' as const, floats, halves: () => new Uint16Array() }
    const weight = makeWeight({ ...spec, transposed: false }, stored, half && spec.name !== positions)
    // On the GPU from the start, as what a run begins with.
    webgpuBackend().bindingOf(isHalf(weight) ? weight.words : weight)
    parameters.set(spec.name, weight)
  }
  return parameters
}

function pairsFor(count: number): TokenizedPair[] {
  const random = createRandom(2)
  const ids = (length: number) => Array.from({ length }, () => random.int(COMMON.vocab))
  return Array.from({ length: count }, (_, row) => ({
    source: 'test',
    row,
    prompt: ids(COMMON.context - SCORED),
    chosen: ids(SCORED),
    rejected: ids(SCORED),
    cutPrompt: false,
    cutChosen: false,
    cutRejected: false,
    straddled: false,
    swapped: false,
    pair: { row, source: 'test', prompt: '', chosen: '', rejected: '' },
  }))
}

/** The most bytes that tensors hold at a time while `work` runs, beyond what they held before. */
async function peakOf(work: () => Promise<void>): Promise<number> {
  const pool = webgpuBackend().bufferManager
  const before = pool.numBytesUsed
  let peak = before
  const names = ['acquireBuffer', 'acquireForWrite'] as const
  for (const name of names) {
    const acquire = pool[name] as (...args: unknown[]) => GPUBuffer
    pool[name] = (...args: unknown[]) => {
      const buffer = acquire.apply(pool, args)
      peak = Math.max(peak, pool.numBytesUsed)
      return buffer
    }
  }
  try {
    await work()
  } finally {
    // Those of the class again.
    for (const name of names) delete (pool as Partial<typeof pool>)[name]
  }
  return peak - before
}

interface Case {
  family: 'gpt2' | 'llama'
  method: 'full' | 'lora'
  recompute: 'on' | 'off'
  weights: 'f32' | '16-bit'
  parts?: number
}

const CASES: Case[] = [
  { family: 'gpt2', method: 'full', recompute: 'off', weights: 'f32' },
  { family: 'gpt2', method: 'lora', recompute: 'off', weights: 'f32' },
  { family: 'gpt2', method: 'lora', recompute: 'on', weights: '16-bit' },
  { family: 'llama', method: 'full', recompute: 'on', weights: 'f32', parts: 2 },
  { family: 'llama', method: 'lora', recompute: 'off', weights: '16-bit' },
  { family: 'llama', method: 'lora', recompute: 'on', weights: 'f32' },
]

describe('the estimate on webgpu', () => {
  beforeAll(() => startBackend('webgpu'))

  test.each(CASES)('$family, $method, $weights, blocks run again: $recompute', async (given) => {
    const { family, method, recompute, weights, parts = 1 } = given
    const config = CONFIGS[family]!
    const decoder = createDecoder(config)
    const pairs = pairsFor(PAIRS)
    const settings = runConfig.parse({
      data: { heldOutShare: 0 },
      tuning: { method, recompute, rank: 16 },
      training: { batchSize: PAIRS, gradientAccumulation: parts, maxSteps: 1 },
      evaluation: { samplePrompts: 0 },
    })
    let estimated = 0
    const peak = await peakOf(async () => {
      const parameters = weightsOf(config, decoder.names.positions, weights === '16-bit')
      const model: LanguageModel = { decoder, parameters, tokenizer: null, chat: null }
      estimated = judgeMemory(model, pairs, settings, { total: 2 ** 30, tensor: 2 ** 30 }).estimate.total
      const run = await prepareRun({
        model,
        tokenized: { pairs, dropped: [] },
        config: settings,
        judge: null,
        memoryBytes: () => 0,
        memoryLimit: 2 ** 30,
      })
      for await (const { event } of run.events()) if ((await event).type === 'step') break
      run.dispose()
      disposeParameters(parameters)
    })
    expect(peak).toBeGreaterThan(15e6)
    expect(estimated / peak).toBeGreaterThan(0.95)
    expect(estimated / peak).toBeLessThan(1.05)
  })
})
