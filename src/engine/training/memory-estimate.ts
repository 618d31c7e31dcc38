/**
 * @file What a run will hold in memory, reckoned from sizes alone. It follows what the decoder keeps and frees: change
 * one, and change the other (a bench and a test hold them together).
 */
import type { MemoryEstimate, MemoryVerdict } from '../../protocol/memory'
import type { RunConfig } from '../../protocol/run-config'
import type { MemoryLimits } from '../backend/memory-limits'
import type { DecoderConfig } from '../model/config'
import { linearLayers, targetLayers } from '../model/lora'
import { type Weight, weightBytes } from '../model/parameters'
import { canBeHalf, isHalf } from '../ops/half'
import { CHUNK_ENTRIES } from '../ops/head-log-probs'
import { onGpu } from '../ops/memory'
import { bucketLength } from '../preference/collate'
import { blockBytes, pairsPerPass } from '../preference/log-prob-cache'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { LanguageModel } from './language-model'

export type { MemoryLimits }

const FLOAT = 4

/** What goes through the decoder at once. */
export interface PassShape {
  pairs: number
  /** Of each sequence, padded. */
  tokens: number
  /** Completion tokens of the pass, at most. */
  scored: number
  /** Pairs that pass together where nothing is kept: references, held-out pairs. */
  atOnce: number
  /** Held-out pairs pass through policy and base, whose logits are compared. */
  compares: boolean
}

/** What is trained, and how much there is of the rest. Numbers, but for the bytes. */
export interface ModelSizes {
  config: DecoderConfig
  weightBytes: number
  /** Of the largest single tensor. */
  largestBytes: number
  trained: number
  /** An adapter on frozen weights is trained. */
  lora: boolean
  /** The feed-forward's last map has an adapter. */
  adapterOnDown: boolean
}

const isGated = ({ feedForward }: DecoderConfig): boolean => feedForward === 'gated-silu'

/** Queries, keys and values of a token. */
const headingOf = ({ heads, kvHeads, headDim }: DecoderConfig): number => (heads + 2 * kvHeads) * headDim

/** Numbers of a token inside the feed-forward: gate, up and their product, or what goes into GELU. */
const innerOf = (config: DecoderConfig): number => (isGated(config) ? 3 : 1) * config.ffWidth

/** Numbers that one block keeps for each token until its backward. */
function keptByBlock(config: DecoderConfig): number {
  const { width, heads, kvHeads, headDim, qkNorm } = config
  const heading = headingOf(config)
  // Input, its norm, the sum after attention, its norm, and the statistics of both norms.
  const rows = 4 * width + 4
  // Queries, keys and values, the mixed heads with their log-sum-exp.
  const attention = heading + heads * headDim + heads
  const normed = qkNorm ? heading + heads + 2 * kvHeads : 0
  return rows + attention + normed + innerOf(config)
}

/** Numbers that come on top, for each token, while one block runs backward: in the larger of its two halves. */
function passingInBlock({ config, adapterOnDown }: ModelSizes): number {
  const { width, heads, headDim, ffWidth, feedForward, qkNorm } = config
  const heading = (qkNorm ? 2 : 1) * headingOf(config)
  // The gradients of the block's result and of the sum after attention are there in both.
  const attention = 2 * width + heading + Math.max(heads * headDim + heads, 2 * width) - innerOf(config)
  // What was kept is freed on the way.
  if (feedForward === 'gated-silu') return Math.max(attention, width + 2 * ffWidth)
  return Math.max(attention, 2 * width + (adapterOnDown ? 2 : 1) * ffWidth)
}

export function estimateMemory(
  sizes: ModelSizes,
  { pairs, tokens, scored, atOnce, compares }: PassShape,
  { recompute, accumulates }: { recompute: boolean; accumulates: boolean },
): MemoryEstimate {
  const { config, weightBytes, largestBytes, trained, lora } = sizes
  const { layers, width, vocab, ffWidth } = config
  const rows = 2 * pairs * tokens
  const kept = FLOAT * rows * keptByBlock(config)
  const input = FLOAT * rows * width
  const passing = FLOAT * rows * passingInBlock(sizes)
  const logits = FLOAT * Math.min(CHUNK_ENTRIES, scored * vocab)
  // Scored rows, their norm, and its gradient.
  const head = logits + FLOAT * 3 * scored * width
  const step = recompute
    ? layers * input + Math.max(kept - input + passing, head)
    : layers * kept + Math.max(passing, head)
  const compared = (compares ? 2 : 1) * (logits + FLOAT * scored * width)
  const forward = Math.max(2 * atOnce * tokens * blockBytes(config), compared)
  const activations = Math.max(step, forward)
  // On the processor an optimizer has its vectors beside the tensors that are computed with. A fresh adapter stays
  // as it was, too: it is the run's first policy.
  const copies = onGpu() ? 1 : 2
  const parts = {
    weights: weightBytes,
    trained: FLOAT * trained * (copies + (lora ? 1 : 0)),
    gradients: FLOAT * trained * copies * (accumulates ? 2 : 1),
    optimizer: FLOAT * 2 * trained,
    activations,
  }
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)
  const largest = Math.max(largestBytes, FLOAT * trained, logits, FLOAT * rows * Math.max(headingOf(config), ffWidth))
  return { ...parts, total, largest, recompute }
}

/** A weight that is not there yet: its sizes alone. */
export interface PlannedWeight {
  shape: readonly number[]
  size: number
  /** To be held in 16 bits. */
  half: boolean
}

/** A model, or what one will be. */
export type SizedModel = Pick<LanguageModel, 'decoder' | 'adapter'> & {
  parameters: ReadonlyMap<string, Weight | PlannedWeight>
}

const isPlanned = (weight: Weight | PlannedWeight): weight is PlannedWeight => 'half' in weight

const bytesOf = (weight: Weight | PlannedWeight): number =>
  isPlanned(weight) ? weight.size * (weight.half ? 2 : FLOAT) : weightBytes(weight)

const isInHalves = (weight: Weight | PlannedWeight): boolean => (isPlanned(weight) ? weight.half : isHalf(weight))

/** As the weights lie in memory, or as they would after loading them in 16 bits. */
function weightSizes(
  { parameters, decoder }: SizedModel,
  { tuning }: Settings,
): Pick<ModelSizes, 'weightBytes' | 'largestBytes'> {
  const halved = onGpu() && tuning.baseWeights === '16-bit'
  const sizes = [...parameters].map(([name, weight]) =>
    halved && canBeHalf(weight.shape) && name !== decoder.names.positions ? 2 * weight.size : bytesOf(weight),
  )
  return { weightBytes: sizes.reduce((sum, bytes) => sum + bytes, 0), largestBytes: Math.max(...sizes) }
}

type Settings = Pick<RunConfig, 'tuning' | 'training' | 'data'>

/** The layers that an adapter goes on; of targets those that the model knows. */
function adaptedLayers({ decoder: { config } }: SizedModel, { tuning }: Settings) {
  const known = tuning.targets?.filter((target) => linearLayers(config).some(({ module }) => module.endsWith(target)))
  return targetLayers(config, known ?? null)
}

const isLora = ({ adapter }: SizedModel, { tuning }: Settings): boolean => !!adapter || tuning.method === 'lora'

/** Numbers that a run with these settings trains. */
export function trainedNumbers(model: SizedModel, settings: Settings): number {
  const sum = (tensors: Iterable<{ size: number }>) => [...tensors].reduce((sum, { size }) => sum + size, 0)
  if (model.adapter) return sum(model.adapter.tensors.values())
  if (!isLora(model, settings)) return sum(model.parameters.values())
  const { rank } = settings.tuning
  return sum(adaptedLayers(model, settings).map(({ shape: [from, to] }) => ({ size: rank * (from + to) })))
}

/** Whether the feed-forward's last map gets an adapter. */
function adaptsDown(model: SizedModel, settings: Settings): boolean {
  if (!isLora(model, settings)) return false
  const modules = model.adapter?.scales.keys() ?? adaptedLayers(model, settings).map(({ module }) => module)
  const down = new Set(model.decoder.names.blocks.map(({ ffDown }) => ffDown.weight))
  return [...modules].some((module) => down.has(`${module}.weight`))
}

/** The longest pair decides: batches are drawn at random. */
function passShape(pairs: readonly TokenizedPair[], { training, data }: Settings, config: DecoderConfig): PassShape {
  const { context } = config
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
  const tokens = Math.min(bucketLength(Math.min(longest, limit)), context)
  const atOnce = Math.min(pairs.length, pairsPerPass(config, tokens))
  return { pairs: inPass, tokens, scored, atOnce, compares: data.heldOutShare > 0 }
}

function estimateFor(
  model: SizedModel,
  pairs: readonly TokenizedPair[],
  settings: Settings,
  recompute: boolean,
): MemoryEstimate {
  const { config } = model.decoder
  const sizes: ModelSizes = {
    config,
    ...weightSizes(model, settings),
    trained: trainedNumbers(model, settings),
    lora: isLora(model, settings),
    adapterOnDown: adaptsDown(model, settings),
  }
  const accumulates = settings.training.gradientAccumulation > 1
  return estimateMemory(sizes, passShape(pairs, settings, config), { recompute, accumulates })
}

/**
 * Blocks run again in backward where a run would take more than this share of the memory that is surely there. That
 * costs a third more time; to run out costs the run, and others (the page, the desktop) need some of the memory, too.
 */
const ROOMY = 1 / 2

/** Whether blocks are to run again in backward: as the config says, or where memory asks for it. */
export function needsRecompute(
  model: SizedModel,
  pairs: readonly TokenizedPair[],
  settings: Settings,
  limit: number | null,
): boolean {
  const { recompute } = settings.tuning
  if (recompute !== 'auto') return recompute === 'on'
  return limit !== null && estimateFor(model, pairs, settings, false).total > ROOMY * limit
}

/** The estimate against the limits, and what would make it fit. */
export function judgeMemory(
  model: SizedModel,
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
  const { tokens, pairs: inPass } = passShape(pairs, settings, model.decoder.config)
  const shown = { estimate, verdict, limit: limits.total, tokens, pairs: inPass }
  if (verdict === 'fits') return { ...shown, remedy: null }
  return { ...shown, ...findRemedy(model, settings, tokens, (changed) => judge(changed).verdict === 'fits') }
}

/**
 * A machine's memory is not told, but what one buffer may take grows with it: a GPU that allows 256 MiB has no 4 GiB, one
 * that allows 2 GiB may well have 24. More than this many times as much is refused.
 */
const HOPELESS = 16

function verdictOf({ total, largest }: MemoryEstimate, limits: MemoryLimits): MemoryVerdict['verdict'] {
  if (total <= limits.total && largest <= limits.tensor) return 'fits'
  // On the processor the limit is an address space: nothing lies beyond it.
  if (largest > limits.tensor || !onGpu() || total > HOPELESS * limits.tensor) return 'too-large'
  return 'unsure'
}

interface Change {
  path: string
  value: string | number
  /** What to do, as a part of a sentence. */
  words: string
}

/** What can be given up, the mildest first. */
function possibleChanges(
  { parameters, adapter }: SizedModel,
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
  if (onGpu() && ![...parameters.values()].some(isInHalves) && tuning.baseWeights !== '16-bit') {
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
  model: SizedModel,
  settings: Settings,
  tokens: number,
  fits: (changed: Settings) => boolean,
): Pick<MemoryVerdict, 'remedy' | 'change' | 'changes'> {
  const changes = possibleChanges(model, settings, tokens)
  const single = changes.find((change) => fits(withChange(settings, change)))
  if (single) return { ...asRemedy([single]), change: { path: single.path, value: single.value } }
  let changed = settings
  const made: Change[] = []
  for (const change of changes) {
    changed = withChange(changed, change)
    made.push(change)
    if (fits(changed)) return asRemedy(made.filter(({ path }, i) => made.findLastIndex((c) => c.path === path) === i))
  }
  return { remedy: null }
}

function withChange(settings: Settings, { path, value }: Change): Settings {
  const [section, field] = path.split('.') as [keyof Settings, string]
  return { ...settings, [section]: { ...settings[section], [field]: value } }
}

function asRemedy(changes: Change[]): Pick<MemoryVerdict, 'remedy' | 'changes'> {
  const words = changes.map(({ words }) => words).join(', ')
  return { remedy: `To fit: ${words}.`, changes: changes.map(({ path, value }) => ({ path, value })) }
}
