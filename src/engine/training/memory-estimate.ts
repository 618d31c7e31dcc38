/**
 * @file What a run will hold in memory, reckoned from sizes alone. It follows what the decoder keeps and frees: change
 * one, and change the other (a bench and a test hold them together).
 */
import type { MemoryEstimate, MemoryVerdict } from '../../protocol/memory'
import type { RunConfig } from '../../protocol/run-config'
import type { DecoderConfig } from '../model/config'
import { linearLayers, targetLayers } from '../model/lora'
import { isPlain, type Parameters, weightBytes } from '../model/parameters'
import { canBeHalf } from '../ops/half'
import { CHUNK_ENTRIES } from '../ops/head-log-probs'
import { onGpu } from '../ops/memory'
import { bucketLength } from '../preference/collate'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { LanguageModel } from './language-model'

const FLOAT = 4

/** What goes through the decoder at once. */
export interface PassShape {
  pairs: number
  /** Of each sequence, padded. */
  tokens: number
  /** Completion tokens of the pass, at most. */
  scored: number
}

/** What is trained, and how much there is of the rest. Numbers, but for `weightBytes`. */
export interface ModelSizes {
  config: DecoderConfig
  weightBytes: number
  /** Of the largest single tensor. */
  largestBytes: number
  trained: number
}

/** Numbers that one block keeps for each token until its backward. */
function keptByBlock({ width, heads, kvHeads, headDim, ffWidth, feedForward, qkNorm }: DecoderConfig): number {
  const heading = (heads + 2 * kvHeads) * headDim
  const inner = feedForward === 'gated-silu' ? 3 * ffWidth : ffWidth
  // Input, its norm, the sum after attention, its norm; queries, keys and values (before their norms, too); the mixed
  // heads with their log-sum-exp; the statistics of both norms.
  return 4 * width + (qkNorm ? 2 : 1) * heading + heads * headDim + heads + 4 + inner
}

/** Numbers that come and go, for each token, while one block runs backward: the larger of its two halves. */
function passingInBlock({ width, heads, kvHeads, headDim, ffWidth, feedForward }: DecoderConfig): number {
  const attention = 4 * width + (2 * heads + 2 * kvHeads) * headDim
  const inner = feedForward === 'gated-silu' ? 3 * ffWidth : 2 * ffWidth
  return Math.max(attention, 3 * width + inner)
}

export function estimateMemory(
  { config, weightBytes, largestBytes, trained }: ModelSizes,
  { pairs, tokens, scored }: PassShape,
  { recompute, accumulates }: { recompute: boolean; accumulates: boolean },
): MemoryEstimate {
  const { layers, width, vocab } = config
  const rows = 2 * pairs * tokens
  const block = FLOAT * rows * keptByBlock(config)
  const blocks = recompute ? FLOAT * rows * width * layers + block : block * layers
  const passing = FLOAT * rows * passingInBlock(config)
  const logits = FLOAT * Math.min(CHUNK_ENTRIES, scored * vocab)
  // Scored rows, their norm and its gradient; the embedding's rows.
  const head = FLOAT * 3 * scored * width
  const activations = blocks + passing + logits + head
  // On the processor an optimizer has its vectors beside the tensors that are computed with.
  const copies = onGpu() ? 1 : 2
  const parts = {
    weights: weightBytes,
    trained: FLOAT * trained * copies,
    gradients: FLOAT * trained * copies * (accumulates ? 2 : 1),
    optimizer: FLOAT * 2 * trained,
    activations,
  }
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)
  return { ...parts, total, largest: Math.max(largestBytes, FLOAT * trained, logits), recompute }
}

/** As the weights lie in memory, or as they would after loading them in 16 bits. */
function weightSizes(parameters: Parameters, { tuning }: Settings): Pick<ModelSizes, 'weightBytes' | 'largestBytes'> {
  const halved = onGpu() && tuning.baseWeights === '16-bit'
  const sizes = [...parameters.values()].map((weight) =>
    halved && canBeHalf(weight.shape) ? 2 * weight.size : weightBytes(weight),
  )
  return { weightBytes: sizes.reduce((sum, bytes) => sum + bytes, 0), largestBytes: Math.max(...sizes) }
}

type Settings = Pick<RunConfig, 'tuning' | 'training' | 'data'>

/** Numbers that a run with these settings trains. */
export function trainedNumbers({ decoder, parameters, adapter }: LanguageModel, { tuning }: Settings): number {
  const { config } = decoder
  if (adapter) return [...adapter.tensors.values()].reduce((sum, { size }) => sum + size, 0)
  if (tuning.method === 'full') return [...parameters.values()].reduce((sum, { size }) => sum + size, 0)
  const known = tuning.targets?.filter((target) => linearLayers(config).some(({ module }) => module.endsWith(target)))
  const layers = targetLayers(config, known ?? null)
  return layers.reduce((sum, { shape: [from, to] }) => sum + tuning.rank * (from + to), 0)
}

/** The longest pair decides: batches are drawn at random. */
function passShape(pairs: readonly TokenizedPair[], { training, data }: Settings, context: number): PassShape {
  const { batchSize, gradientAccumulation } = training
  const inPass = Math.ceil(Math.min(batchSize, Math.max(1, pairs.length)) / gradientAccumulation)
  let longest = 1
  let completion = 1
  for (const { prompt, chosen, rejected } of pairs) {
    longest = Math.max(longest, prompt.length + Math.max(chosen.length, rejected.length))
    completion = Math.max(completion, chosen.length + rejected.length)
  }
  const limit = Math.min(context, data.maxLength ?? context)
  const scored = inPass * Math.min(completion, 2 * limit)
  return { pairs: inPass, tokens: Math.min(bucketLength(Math.min(longest, limit)), context), scored }
}

function estimateFor(
  model: LanguageModel,
  pairs: readonly TokenizedPair[],
  settings: Settings,
  recompute: boolean,
): MemoryEstimate {
  const { config } = model.decoder
  const sizes: ModelSizes = {
    config,
    ...weightSizes(model.parameters, settings),
    trained: trainedNumbers(model, settings),
  }
  const accumulates = settings.training.gradientAccumulation > 1
  return estimateMemory(sizes, passShape(pairs, settings, config.context), { recompute, accumulates })
}

/** Whether blocks are to run again in backward: as the config says, or where memory asks for it. */
export function needsRecompute(
  model: LanguageModel,
  pairs: readonly TokenizedPair[],
  settings: Settings,
  limit: number | null,
): boolean {
  const { recompute } = settings.tuning
  if (recompute !== 'auto') return recompute === 'on'
  return limit !== null && estimateFor(model, pairs, settings, false).total > limit
}

export interface MemoryLimits {
  /** Bytes in all that are surely there; more may be. */
  total: number
  /** Bytes of one tensor, at most. */
  tensor: number
}

/** The estimate against the limits, and what would make it fit. */
export function judgeMemory(
  model: LanguageModel,
  pairs: readonly TokenizedPair[],
  settings: Settings,
  limits: MemoryLimits,
): MemoryVerdict {
  const judge = (changed: Settings) => {
    const recompute = needsRecompute(model, pairs, changed, limits.total)
    const estimate = estimateFor(model, pairs, changed, recompute)
    return { estimate, verdict: verdictOf(estimate, limits) }
  }
  const { estimate, verdict } = judge(settings)
  const { tokens, pairs: inPass } = passShape(pairs, settings, model.decoder.config.context)
  const shown = { estimate, verdict, limit: limits.total, tokens, pairs: inPass }
  if (verdict === 'fits') return { ...shown, remedy: null }
  return { ...shown, ...findRemedy(model, settings, tokens, (changed) => judge(changed).verdict === 'fits') }
}

/** Four times what one buffer may take is more than the machines that allow no more are made with. */
const HOPELESS = 4

function verdictOf({ total, largest }: MemoryEstimate, limits: MemoryLimits): MemoryVerdict['verdict'] {
  if (largest > limits.tensor || total > HOPELESS * limits.total) return 'too-large'
  return total <= limits.total ? 'fits' : 'unsure'
}

interface Change {
  path: string
  value: string | number
  /** What to do, as a part of a sentence. */
  words: string
}

/** What can be given up, the mildest first. */
function possibleChanges(
  { parameters, adapter }: LanguageModel,
  { tuning, training }: Settings,
  tokens: number,
): Change[] {
  const changes: Change[] = []
  if (tuning.recompute === 'off') {
    changes.push({ path: 'tuning.recompute', value: 'auto', words: 'let blocks be computed again in backward' })
  }
  if (training.gradientAccumulation < training.batchSize) {
    const value = training.batchSize
    changes.push({ path: 'training.gradientAccumulation', value, words: `accumulate gradients over ${value} parts` })
  }
  if (tuning.method === 'full' && !adapter) {
    changes.push({ path: 'tuning.method', value: 'lora', words: 'train a LoRA adapter instead of all weights' })
  }
  if (onGpu() && isPlain(parameters) && tuning.baseWeights !== '16-bit') {
    changes.push({ path: 'tuning.baseWeights', value: '16-bit', words: 'hold the frozen weights in 16 bits' })
  }
  for (const value of SHORTER.filter((value) => value < tokens)) {
    changes.push({ path: 'data.maxLength', value, words: `cut pairs to ${value} tokens` })
  }
  return changes
}

const SHORTER = [1024, 512, 256, 128]

/** The mildest single change that does it, or else as many as it takes; nothing where all of them would not do. */
function findRemedy(
  model: LanguageModel,
  settings: Settings,
  tokens: number,
  fits: (changed: Settings) => boolean,
): Pick<MemoryVerdict, 'remedy' | 'change'> {
  const changes = possibleChanges(model, settings, tokens)
  const single = changes.find((change) => fits(withChange(settings, change)))
  if (single) return { remedy: sentence([single]), change: { path: single.path, value: single.value } }
  let changed = settings
  const made: Change[] = []
  for (const change of changes) {
    changed = withChange(changed, change)
    made.push(change)
    if (fits(changed))
      return { remedy: sentence(made.filter(({ path }, i) => made.findLastIndex((c) => c.path === path) === i)) }
  }
  return { remedy: null }
}

function withChange(settings: Settings, { path, value }: Change): Settings {
  const [section, field] = path.split('.') as [keyof Settings, string]
  return { ...settings, [section]: { ...settings[section], [field]: value } }
}

function sentence(changes: Change[]): string {
  const words = changes.map(({ words }) => words).join(', ')
  return `To fit: ${words}.`
}
