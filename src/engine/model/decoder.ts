/**
 * @file The decoder: embedding, blocks, final norm, head; forward, and backward block by block.
 *
 * There is no autodiff. `forward` with `save` keeps what each block's backward needs, `backward` walks the blocks from
 * the last to the first and frees each one's share as soon as it is done. With `recompute` a block's input alone is kept
 * (Chen et al. 2016), and backward runs the block again.
 */
import * as tf from '@tensorflow/tfjs-core'
import { causalMask, isFused } from '../ops/attention'
import type { Dropout } from '../ops/dropout'
import {
  type Comparison,
  type HeadKept,
  headCompare,
  headForward,
  headLogProbs,
  headLogProbsBackward,
} from '../ops/head-log-probs'
import { multiplyByTranspose } from '../ops/matmul'
import { onGpu, tidy } from '../ops/memory'
import type { NormForward } from '../ops/norm'
import { rotaryFrequencies, rotaryTables } from '../ops/rotary'
import { gatherRows, gatherRowsBackward, gatherWithPositions, positionsBackward } from '../ops/rows'
import type { SequenceBatch } from './batch'
import { type BlockSaved, blockBackward, blockForward } from './block'
import type { BlockContext } from './block-context'
import type { BlockNames, DecoderConfig, DecoderNames } from './config'
import { familyOf } from './families/registry'
import { Gradients } from './gradients'
import { adapterParameters } from './lora'
import { applyNorm, applyNormBackward } from './norm'
import { matrix, type Parameters, plainMatrix, type Tensors } from './parameters'

export type { Parameters, Tensors } from './parameters'

/** What `forward` leaves for `backward`. */
export interface Pass {
  /** log p of each scored token, in nats; [scored tokens]. */
  tokenLogProbs: tf.Tensor1D
  saved?: PassSaved
  /** Frees all of it, also after a backward. */
  dispose(): void
}

export interface PassSaved {
  batch: SequenceBatch
  context: BlockContext
  /** What each block's backward needs, or the block's input, from which it is made again. */
  blocks: (BlockSaved | { input: tf.Tensor2D })[]
  /** Of the rows that predict scored tokens, [scored, width]. */
  finalNorm: NormForward
  head?: HeadKept
}

/** Ids alone, right-padded: what the blocks need of a batch. [rows * tokens]. */
export type IdBatch = Pick<SequenceBatch, 'ids' | 'rows' | 'tokens'>

export interface ForwardOptions {
  /** Keep what `backward` needs. */
  save?: boolean
  /** Keep the blocks' inputs alone. */
  recompute?: boolean
  /** Of the adapters' inputs. */
  dropout?: Dropout
}

export interface Decoder {
  readonly config: DecoderConfig
  readonly names: DecoderNames
  /** The adapter's parameters where `names` have any, else all. */
  readonly trained: ReadonlySet<string>
  /** Log-probs of the scored tokens; with `save`, also what `backward` needs. */
  forward(params: Parameters, batch: SequenceBatch, options?: ForwardOptions): Pass
  /**
   * Gradients of Σ d · tokenLogProbs by trained parameter, in the order and layout of `params`; frees what the pass
   * saved. On WebGPU they are written to `places`, if given.
   */
  backward(params: Parameters, pass: Pass, dTokenLogProbs: tf.Tensor1D, places?: Tensors): Tensors
  /** Log-probs of the scored tokens, keeping nothing; [scored]. */
  logProbs(params: Parameters, batch: SequenceBatch): tf.Tensor1D
  /** Log-probs and entropy of the policy, and KL(policy ‖ base), at each scored token; [scored] each. */
  compare(params: Parameters, base: Parameters, batch: SequenceBatch): Comparison
  /** Logits after every token of one sequence, [tokens, vocab]; for tests and short texts. */
  logits(params: Parameters, ids: ArrayLike<number>): tf.Tensor2D
}

/** @param names Of the parameters, where they are not the family's own: with an adapter, or shortened. */
export function createDecoder(config: DecoderConfig, names = familyOf(config.family).names(config)): Decoder {
  const ofAdapter = adapterParameters(names)
  const trained = new Set(
    ofAdapter.length > 0
      ? ofAdapter
      : familyOf(config.family)
          .weights(config)
          .map(({ name }) => name),
  )

  /** Final hidden rows at the scored positions, [scored, width]. */
  const scoredHidden = (params: Parameters, batch: SequenceBatch): tf.Tensor2D =>
    tidy(() => {
      const context = createContext(config, batch.rows, batch.tokens)
      const hidden = runBlocks(params, names, context, embed(params, names, batch))
      return applyNorm(params, names.finalNorm, config, gatherRows(hidden, batch.positions)).y
    })

  const logProbs: Decoder['logProbs'] = (params, batch) =>
    tidy(() => headLogProbs(scoredHidden(params, batch), matrix(params, names.head), batch.targets))

  return {
    config,
    names,
    trained,
    logProbs,

    forward(params, batch, { save = false, recompute = false, dropout } = {}) {
      if (!save) {
        const tokenLogProbs = logProbs(params, batch)
        return { tokenLogProbs, dispose: () => tokenLogProbs.dispose() }
      }
      const context = { ...createContext(config, batch.rows, batch.tokens), dropout }
      const blocks: PassSaved['blocks'] = []
      let x = embed(params, names, batch)
      for (const blockNames of names.blocks) {
        if (recompute) {
          blocks.push({ input: x })
          const input = x
          x = tidy(() => blockForward(params, blockNames, context, input).y)
          continue
        }
        const { y, saved } = blockForward(params, blockNames, context, x)
        // RMS norm keeps the block's input itself; otherwise nothing needs it any more.
        if (saved.attentionNorm.kept !== x) x.dispose()
        blocks.push(saved)
        x = y
      }
      // Other rows' next tokens are not asked for.
      const scored = gatherRows(x, batch.positions)
      x.dispose()
      const finalNorm = applyNorm(params, names.finalNorm, config, scored)
      if (finalNorm.kept !== scored) scored.dispose()
      const head = headForward(finalNorm.y, matrix(params, names.head), batch.targets)
      const tokenLogProbs = head.logProbs
      const saved: PassSaved = { batch, context, blocks, finalNorm, head: head.kept }
      return {
        tokenLogProbs,
        saved,
        dispose() {
          tf.dispose([tokenLogProbs, finalNorm, head.kept ?? [], blocks] as unknown as tf.TensorContainer)
          disposeContext(context)
        },
      }
    },

    backward(params, pass, dTokenLogProbs, places) {
      const { saved } = pass
      if (!saved) throw new Error('backward needs a pass that was made with save, and not yet used')
      pass.saved = undefined
      const { batch, context, blocks, finalNorm, head: kept } = saved
      const gradients = new Gradients(trained, { places, onGpu: onGpu() })
      let d = tidy(() => {
        const target = gradients.target(names.head)
        const head = matrix(params, names.head)
        const frozen = !gradients.wants(names.head)
        const dHead = headLogProbsBackward(finalNorm.y, head, batch.targets, dTokenLogProbs, { kept, target, frozen })
        if (dHead.dHead) gradients.add(names.head, dHead.dHead)
        const dScored = applyNormBackward(params, names.finalNorm, config, finalNorm, dHead.dHidden, gradients)
        return gatherRowsBackward(dScored, batch.positions, batch.rows * batch.tokens)
      })
      tf.dispose([kept ?? [], finalNorm] as unknown as tf.TensorContainer)
      for (let i = blocks.length - 1; i >= 0; i--) {
        const kept = blocks[i]!
        const saved = 'input' in kept ? runAgain(params, names.blocks[i]!, context, kept.input) : kept
        const dx = blockBackward(params, names.blocks[i]!, context, saved, d, gradients)
        if ('input' in kept) kept.input.dispose()
        d.dispose()
        d = dx
      }
      tf.tidy(() => embedBackward(params, names, batch, d, gradients))
      d.dispose()
      disposeContext(context)
      const present = [...params.keys()].filter((name) => trained.has(name))
      return new Map(present.map((name) => [name, gradients.byName.get(name)!]))
    },

    compare: (params, base, batch) =>
      tidy(() => {
        const head = matrix(params, names.head)
        const baseHead = matrix(base, names.head)
        return headCompare(scoredHidden(params, batch), head, scoredHidden(base, batch), baseHead, batch.targets)
      }),

    logits: (params, ids) =>
      tidy(() => {
        const batch = { ids: Int32Array.from(ids), rows: 1, tokens: ids.length }
        const hidden = runBlocks(params, names, createContext(config, 1, ids.length), embed(params, names, batch))
        return multiplyByTranspose(applyNorm(params, names.finalNorm, config, hidden).y, matrix(params, names.head))
      }),
  }
}

/** Mask and tables for whole sequences that begin at position 0. */
export function createContext(config: DecoderConfig, rows: number, tokens: number): BlockContext {
  const { heads, kvHeads, headDim } = config
  const mask = isFused(headDim) ? undefined : causalMask(tokens)
  const attention = { rows, tokens, heads, kvHeads, headDim, mask }
  if (config.positions === 'learned') return { config, attention }
  const places = Int32Array.from({ length: tokens }, (_, i) => i)
  const rotary = rotaryTables(places, [1, 1, tokens], rotaryFrequencies(headDim, config.ropeTheta, config.ropeScaling))
  return { config, attention: { ...attention, rotary } }
}

function disposeContext({ attention: { mask, rotary } }: BlockContext): void {
  tf.dispose([mask ?? [], rotary ?? []] as unknown as tf.TensorContainer)
}

/** What the block's forward pass saves, made again; its result is not needed a second time. */
function runAgain(params: Parameters, names: BlockNames, context: BlockContext, input: tf.Tensor2D): BlockSaved {
  const { y, saved } = blockForward(params, names, context, input)
  y.dispose()
  return saved
}

/** Token embedding, plus learned positions where there are any; [rows * tokens, width]. */
export function embed(params: Parameters, names: DecoderNames, { ids, tokens }: IdBatch): tf.Tensor2D {
  const table = matrix(params, names.tokens)
  if (names.positions === undefined) return gatherRows(table, ids)
  return gatherWithPositions(table, plainMatrix(params, names.positions), ids, tokens)
}

function embedBackward(
  params: Parameters,
  names: DecoderNames,
  { ids, tokens }: IdBatch,
  d: tf.Tensor2D,
  gradients: Gradients,
): void {
  if (!gradients.wants(names.tokens)) return
  const rowsOf = (name: string) => matrix(params, name).shape[0]
  const target = gradients.target(names.tokens)
  gradients.add(names.tokens, gatherRowsBackward(d, ids, rowsOf(names.tokens), target))
  if (names.positions === undefined) return
  const into = gradients.target(names.positions)?.into
  gradients.add(names.positions, positionsBackward(d, tokens, rowsOf(names.positions), into))
}

/** All blocks in turn, keeping nothing. Frees `x`. */
function runBlocks(params: Parameters, names: DecoderNames, context: BlockContext, x: tf.Tensor2D): tf.Tensor2D {
  let hidden = x
  for (const blockNames of names.blocks) {
    const input = hidden
    hidden = tidy(() => blockForward(params, blockNames, context, input).y)
    input.dispose()
  }
  return hidden
}
