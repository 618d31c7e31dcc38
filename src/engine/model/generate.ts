/**
 * @file Continues many prompts at once, with a key/value cache.
 *
 * Prompts are padded on the right, so the first pass is the very forward of training. Cache columns from a prompt's end
 * to the longest prompt's end stay empty and are hidden by the mask; new tokens of all rows share one column per step,
 * while each row counts its own positions. So a prompt gets the same text alone and in a batch.
 */
import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../protocol/errors'
import { createRandom, type Random } from '../../protocol/random'
import { cacheFrom, cacheView, disposeCache, type KvCache, keepCacheRows } from '../ops/kv-cache'
import { multiplyByTranspose } from '../ops/matmul'
import { tidy } from '../ops/memory'
import { rotaryFrequencies, rotaryTables } from '../ops/rotary'
import { gatherRows } from '../ops/rows'
import { blockForward } from './block'
import type { BlockContext } from './block-context'
import { blockStep } from './block-step'
import { chooseToken, type Sampling } from './choose-token'
import type { DecoderConfig } from './config'
import { createContext, type Decoder, embed } from './decoder'
import { applyNorm } from './norm'
import { matrix, type Parameters, plainMatrix } from './parameters'

export interface GenerateOptions extends Sampling {
  maxNewTokens: number
  /** With a prompt's place in the list, decides its random numbers: another model draws with the same ones. */
  seed: number
  /** Each of them ends a text, and is not part of it. */
  eosIds: readonly number[]
  signal?: AbortSignal
}

export interface Generated {
  /** The new tokens, without the prompt and without EOS. */
  ids: number[]
  /** 'length': maxNewTokens or the model's context was used up. */
  finished: 'eos' | 'length'
}

/** One prompt under way. */
interface Row {
  index: number
  prompt: number[]
  ids: number[]
  limit: number
  random: Random
  finished: Generated['finished'] | null
}

/** Cache columns come in multiples of this, so that a GPU sees few buffer sizes. */
const COLUMNS = 16
/** Numbers in the cache of rows that run together: 64 MiB, a fraction of what a large model's step holds. */
const CACHE_NUMBERS = 1 << 24

export async function generate(
  decoder: Decoder,
  params: Parameters,
  prompts: readonly number[][],
  options: GenerateOptions,
): Promise<Generated[]> {
  const { config } = decoder
  const rows = prompts.map((prompt, index): Row => {
    refuseUnfit(prompt, index, config)
    const limit = Math.min(options.maxNewTokens, config.context - prompt.length)
    const random = createRandom(options.seed, `generate/${index}`)
    return { index, prompt, ids: [], limit, random, finished: limit > 0 ? null : 'length' }
  })
  const longest = Math.max(0, ...rows.map((row) => row.prompt.length + row.limit))
  const perRow = longest * config.layers * 2 * config.kvHeads * config.headDim
  const together = Math.max(1, Math.floor(CACHE_NUMBERS / Math.max(1, perRow)))
  const waiting = rows.filter((row) => !row.finished)
  for (let from = 0; from < waiting.length; from += together) {
    await generateTogether(decoder, params, waiting.slice(from, from + together), options)
  }
  return rows.map(({ ids, finished }) => ({ ids, finished: finished ?? 'length' }))
}

function refuseUnfit(prompt: number[], index: number, { context }: DecoderConfig): void {
  if (prompt.length === 0) {
    throw new AppError('data/empty-prompt', `Prompt ${index + 1} has no tokens.`, 'Begin with one token at least.')
  }
  if (prompt.length < context) return
  throw new AppError(
    'model/context-too-short',
    `Prompt ${index + 1} has ${prompt.length} tokens, but the model holds ${context} with the answer.`,
    'Shorten the prompt.',
  )
}

async function generateTogether(
  decoder: Decoder,
  params: Parameters,
  rows: Row[],
  options: GenerateOptions,
): Promise<void> {
  const promptColumns = Math.max(...rows.map((row) => row.prompt.length))
  const steps = Math.max(...rows.map((row) => row.limit))
  const columns = Math.ceil((promptColumns + steps) / COLUMNS) * COLUMNS
  const start = prefill(decoder, params, rows, promptColumns, columns)
  let caches = start.caches
  let logits = start.logits
  let active = rows
  try {
    for (let step = 0; ; step++) {
      // The one place where the processor waits for the GPU.
      await takeTokens(logits, active, options)
      logits.dispose()
      if (active.every((row) => row.finished)) break
      options.signal?.throwIfAborted()
      const going = active.filter((row) => !row.finished)
      if (2 * going.length <= active.length) {
        const kept = Int32Array.from(going, (row) => active.indexOf(row))
        caches = caches.map((cache) => keepCacheRows(cache, active.length, kept))
        active = going
      }
      const next = decodeStep(decoder, params, active, caches, promptColumns, step, columns)
      caches = next.caches
      logits = next.logits
    }
  } finally {
    logits.dispose()
    for (const cache of caches) disposeCache(cache)
  }
}

/** Appends a token to every row that is under way, or ends it. logits [rows, vocab]. */
async function takeTokens(logits: tf.Tensor2D, rows: Row[], options: GenerateOptions): Promise<void> {
  const values = (await logits.data()) as Float32Array
  const vocab = logits.shape[1]
  rows.forEach((row, r) => {
    if (row.finished) return
    const id = chooseToken(values.subarray(r * vocab, (r + 1) * vocab), options, row.random)
    if (options.eosIds.includes(id)) {
      row.finished = 'eos'
      return
    }
    row.ids.push(id)
    if (row.ids.length === row.limit) row.finished = 'length'
  })
}

interface State {
  caches: KvCache[]
  /** For the next token of each row, [rows, vocab]. */
  logits: tf.Tensor2D
}

/** All prompts in one pass. */
function prefill(decoder: Decoder, params: Parameters, rows: Row[], tokens: number, columns: number): State {
  const { config, names } = decoder
  return tidy(() => {
    const ids = new Int32Array(rows.length * tokens)
    rows.forEach((row, r) => {
      ids.set(row.prompt, r * tokens)
    })
    const context = createContext(config, rows.length, tokens)
    const caches: KvCache[] = []
    let x = embed(params, names, { ids, rows: rows.length, tokens })
    for (const blockNames of names.blocks) {
      const input = x
      const { y, cache } = tidy(() => {
        const { y, saved } = blockForward(params, blockNames, context, input)
        return { y, cache: cacheFrom(saved.attention, context.attention, columns) }
      })
      caches.push(cache)
      x = y
    }
    const last = Int32Array.from(rows, (row, r) => r * tokens + row.prompt.length - 1)
    return { caches, logits: logitsOf(decoder, params, gatherRows(x, last)) }
  })
}

/** The newest token of every row through all blocks; finished rows go along, unread. */
function decodeStep(
  decoder: Decoder,
  params: Parameters,
  rows: Row[],
  caches: KvCache[],
  promptColumns: number,
  step: number,
  columns: number,
): State {
  const { config, names } = decoder
  return tidy(() => {
    const at = promptColumns + step
    const newest = Int32Array.from(rows, (row) => row.ids.at(-1) ?? 0)
    const places = Int32Array.from(rows, (row) => Math.min(row.prompt.length + step, config.context - 1))
    const context = stepContext(config, rows.length, places)
    const lengths = Int32Array.from(rows, (row) => row.prompt.length)
    const view = cacheView(lengths, promptColumns, at, columns, config.headDim)
    let x = gatherRows(matrix(params, names.tokens), newest)
    if (names.positions !== undefined)
      x = tf.add(x, gatherRows(plainMatrix(params, names.positions), places)) as tf.Tensor2D
    const next: KvCache[] = []
    names.blocks.forEach((blockNames, i) => {
      const { y, cache } = tidy(() => blockStep(params, blockNames, context, x, caches[i]!, view))
      next.push(cache)
      x = y
    })
    return { caches: next, logits: logitsOf(decoder, params, x) }
  })
}

function stepContext(config: DecoderConfig, rows: number, places: Int32Array): BlockContext {
  const { heads, kvHeads, headDim } = config
  const attention = { rows, tokens: 1, heads, kvHeads, headDim }
  if (config.positions === 'learned') return { config, attention }
  const rotary = rotaryTables(places, [rows, 1, 1], rotaryFrequencies(headDim, config.ropeTheta, config.ropeScaling))
  return { config, attention: { ...attention, rotary } }
}

/** x [rows, width] after the last block; returns [rows, vocab]. */
function logitsOf({ config, names }: Decoder, params: Parameters, x: tf.Tensor2D): tf.Tensor2D {
  return multiplyByTranspose(applyNorm(params, names.finalNorm, config, x).y, matrix(params, names.head))
}
