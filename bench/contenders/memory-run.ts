/**
 * @file The first step of a DPO run with LoRA on a model of random weights, as the app makes it: how many bytes the GPU
 * holds at the peak, beside what was reckoned before.
 */
import { initBackend } from '../../src/engine/backend/init-backend'
import { memoryLimits } from '../../src/engine/backend/memory-limits'
import { webgpuBackend } from '../../src/engine/backend/webgpu-backend'
import { makeWeight } from '../../src/engine/checkpoint/make-weight'
import type { DecoderConfig } from '../../src/engine/model/config'
import { createDecoder, type Parameters } from '../../src/engine/model/decoder'
import { familyOf } from '../../src/engine/model/families/registry'
import { isHalf } from '../../src/engine/ops/half'
import type { LanguageModel } from '../../src/engine/training/language-model'
import { judgeMemory } from '../../src/engine/training/memory-estimate'
import { prepareRun } from '../../src/engine/training/prepare-run'
import type { MemoryEstimate } from '../../src/protocol/memory'
import { createRandom } from '../../src/protocol/random'
import { runConfig } from '../../src/protocol/run-config'
import { SMOLLM2_135M } from '../../tests/support/shapes'
import type { GpuCounters } from '../counters'
import { createBatch } from '../network'
import type { Setup } from './contender'
import { GPT2_124M } from './engine-network'
import { tokenizedPair } from './ours'

const MODELS = { 'smollm2-135m': SMOLLM2_135M, 'gpt2-124m': GPT2_124M }

export interface MemoryPlan {
  model: keyof typeof MODELS
  baseWeights: 'f32' | '16-bit'
  pairs: number
  tokens: number
  /** Fewer than the model has, for a quick look. */
  layers?: number
}

export interface MemoryRun extends MemoryPlan {
  layers: number
  /** All layers are there. */
  isWhole: boolean
  parameters: number
  /** What the estimate is held against, in bytes. */
  limit: number
  estimate: MemoryEstimate
  /** Of all GPU buffers that there were at a time, free ones of the pool included. */
  peakBytes: number
  /** Of those that tensors lay in. */
  usedBytes: number
  /** The reference pass and the step, kernels' compilation included. */
  ms: number
  loss: number
}

const RANK = 16
const SEED = 7
const STD = 0.02

export async function memoryRun(
  plan: MemoryPlan,
  counters: GpuCounters,
  place: Pick<Setup, 'gpu'>,
): Promise<MemoryRun> {
  const device = await initBackend({ backend: 'webgpu', ...place, onError: fail, onLost: fail })
  const limits = memoryLimits(device)!
  const full = MODELS[plan.model]
  const config = { ...full, layers: plan.layers ?? full.layers }
  const decoder = createDecoder(config)
  const parameters = randomWeights(config, decoder.names.positions, plan.baseWeights === '16-bit')
  const model: LanguageModel = { decoder, parameters, tokenizer: null, chat: null }
  const { pairs: ids } = createBatch({
    vocab: config.vocab,
    layers: config.layers,
    width: config.width,
    heads: config.heads,
    tokens: plan.tokens,
    prompt: plan.tokens / 4,
    pairs: plan.pairs,
  })
  const pairs = ids.map(tokenizedPair)
  const settings = runConfig.parse({
    seed: SEED,
    data: { heldOutShare: 0 },
    objective: { name: 'dpo' },
    tuning: { method: 'lora', rank: RANK, baseWeights: plan.baseWeights },
    training: { batchSize: plan.pairs, maxSteps: 1 },
    evaluation: { samplePrompts: 0 },
  })
  const { estimate, limit } = judgeMemory(model, pairs, settings, limits)
  const used = watchUse()
  counters.peakBytes = counters.liveBytes
  const start = performance.now()
  const run = await prepareRun({
    model,
    tokenized: { pairs, dropped: [] },
    config: settings,
    judge: null,
    memoryBytes: () => 0,
    memoryLimit: limits.total,
  })
  let loss = Number.NaN
  for await (const { event } of run.events()) {
    const told = await event
    if (told.type !== 'step') continue
    loss = told.metrics.loss!
    break
  }
  return {
    ...plan,
    layers: config.layers,
    isWhole: config.layers === full.layers,
    parameters: [...parameters.values()].reduce((sum, { size }) => sum + size, 0),
    limit,
    estimate,
    peakBytes: counters.peakBytes,
    usedBytes: used.peak,
    ms: performance.now() - start,
    loss,
  }
}

/** One tensor after another, each on the GPU before the next is made. */
function randomWeights(config: DecoderConfig, positions: string | undefined, half: boolean): Parameters {
  const parameters: Parameters = new Map()
  for (const spec of familyOf(config.family).weights(config)) {
    const size = spec.shape.reduce((a, b) => a * b, 1)
    const floats = () => {
      const values = new Float32Array(size)
      if (spec.init === 'zeros') return values
      if (spec.init === 'ones') return values.fill(1)
      const random = createRandom(SEED, spec.name)
      const range = STD * Math.sqrt(3)
      for (let i = 0; i < size; i++) values[i] = (2 * random.next() - 1) * range
      return values
    }
    const stored = { dtype: 'F32' as const, floats, halves: () => new Uint16Array() }
    const weight = makeWeight({ ...spec, transposed: false }, stored, half && spec.name !== positions)
    webgpuBackend().bindingOf(isHalf(weight) ? weight.words : weight)
    parameters.set(spec.name, weight)
  }
  return parameters
}

/** Looks at the backend's pool whenever it hands out a buffer. */
function watchUse(): { peak: number } {
  const pool = webgpuBackend().bufferManager
  const seen = { peak: pool.numBytesUsed }
  for (const name of ['acquireBuffer', 'acquireForWrite'] as const) {
    const acquire = pool[name].bind(pool) as (...args: unknown[]) => GPUBuffer
    pool[name] = (...args: unknown[]) => {
      const buffer = acquire(...args)
      seen.peak = Math.max(seen.peak, pool.numBytesUsed)
      return buffer
    }
  }
  return seen
}

function fail(message: string): void {
  throw new Error(`WebGPU: ${message}`)
}
