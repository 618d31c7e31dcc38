/**
 * @file The decoder: embedding, blocks, final norm, head; forward, and backward block by block.
 *
 * There is no autodiff. `forward` with `save` keeps what each block's backward needs, `backward` walks the blocks from
 * the last to the first and frees each one's share as soon as it is done.
 */
import * as tf from '@tensorflow/tfjs-core'
import { causalMask } from '../ops/attention'
import { type Comparison, headCompare, headForward, headLogProbs, headLogProbsBackward } from '../ops/head-log-probs'
import { multiply, multiplyByTranspose } from '../ops/matmul'
import { tidy } from '../ops/memory'
import { rotaryFrequencies, rotaryTables } from '../ops/rotary'
import { gatherRows, gatherRowsBackward } from '../ops/rows'
import type { SequenceBatch } from './batch'
import { type BlockContext, type BlockSaved, blockBackward, blockForward } from './block'
import type { DecoderConfig, DecoderNames } from './config'
import { familyOf } from './families/registry'
import { Gradients } from './gradients'
import { applyNorm, applyNormBackward, type NormSaved } from './norm'
import { matrix, type Parameters } from './parameters'

export type { Parameters } from './parameters'

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
  blocks: BlockSaved[]
  finalNorm: NormSaved
  /** The final norm's rows that predict scored tokens, [scored, width]. */
  scored: tf.Tensor2D
  /** Next-token probabilities there, [scored, vocab], where they are small. */
  probs?: tf.Tensor2D
}

/** Ids alone, right-padded: what the blocks need of a batch. [rows * tokens]. */
export type IdBatch = Pick<SequenceBatch, 'ids' | 'rows' | 'tokens'>

export interface Decoder {
  readonly config: DecoderConfig
  readonly names: DecoderNames
  /** Log-probs of the scored tokens; with `save`, also what `backward` needs. */
  forward(params: Parameters, batch: SequenceBatch, options?: { save?: boolean }): Pass
  /** Gradients of Σ d · tokenLogProbs by parameter, in the order and layout of `params`; frees what the pass saved. */
  backward(params: Parameters, pass: Pass, dTokenLogProbs: tf.Tensor1D): Map<string, tf.Tensor>
  /** Log-probs of the scored tokens, keeping nothing; [scored]. */
  logProbs(params: Parameters, batch: SequenceBatch): tf.Tensor1D
  /** Log-probs and entropy of the policy, and KL(policy ‖ base), at each scored token; [scored] each. */
  compare(params: Parameters, base: Parameters, batch: SequenceBatch): Comparison
  /** Logits after every token of one sequence, [tokens, vocab]; for tests and short texts. */
  logits(params: Parameters, ids: ArrayLike<number>): tf.Tensor2D
}

export function createDecoder(config: DecoderConfig): Decoder {
  const names = familyOf(config.family).names(config)

  /** Final hidden rows at the scored positions, [scored, width]. */
  const scoredHidden = (params: Parameters, batch: SequenceBatch): tf.Tensor2D =>
    tidy(() => {
      const context = createContext(config, batch.rows, batch.tokens)
      const hidden = runBlocks(params, names, context, embed(params, names, batch))
      return gatherRows(applyNorm(params, names.finalNorm, config, hidden).y, batch.positions)
    })

  const logProbs: Decoder['logProbs'] = (params, batch) =>
    tidy(() => headLogProbs(scoredHidden(params, batch), matrix(params, names.head), batch.targets))

  return {
    config,
    names,
    logProbs,

    forward(params, batch, { save = false } = {}) {
      if (!save) {
        const tokenLogProbs = logProbs(params, batch)
        return { tokenLogProbs, dispose: () => tokenLogProbs.dispose() }
      }
      const context = createContext(config, batch.rows, batch.tokens)
      const blocks: BlockSaved[] = []
      let x = embed(params, names, batch)
      for (const blockNames of names.blocks) {
        const { y, saved } = blockForward(params, blockNames, context, x)
        // RMS norm keeps the block's input itself; otherwise nothing needs it any more.
        if (saved.attentionNorm.kept !== x) x.dispose()
        blocks.push(saved)
        x = y
      }
      const finalNorm = applyNorm(params, names.finalNorm, config, x)
      if (finalNorm.kept !== x) x.dispose()
      const scored = gatherRows(finalNorm.y, batch.positions)
      const { logProbs: tokenLogProbs, probs } = headForward(scored, matrix(params, names.head), batch.targets)
      const saved = { batch, context, blocks, finalNorm, scored, probs }
      return {
        tokenLogProbs,
        saved,
        dispose() {
          tf.dispose([tokenLogProbs, finalNorm, scored, probs ?? [], blocks] as unknown as tf.TensorContainer)
          disposeContext(context)
        },
      }
    },

    backward(params, pass, dTokenLogProbs) {
      const { saved } = pass
      if (!saved) throw new Error('backward needs a pass that was made with save, and not yet used')
      pass.saved = undefined
      const { batch, context, blocks, finalNorm, scored, probs } = saved
      const gradients = new Gradients()
      let d = tidy(() => {
        const head = headLogProbsBackward(scored, matrix(params, names.head), batch.targets, dTokenLogProbs, { probs })
        gradients.add(names.head, head.dHead)
        const dNorm = gatherRowsBackward(head.dHidden, batch.positions, batch.rows * batch.tokens)
        return applyNormBackward(params, names.finalNorm, finalNorm, dNorm, gradients)
      })
      tf.dispose([scored, probs ?? [], finalNorm] as unknown as tf.TensorContainer)
      for (let i = blocks.length - 1; i >= 0; i--) {
        const dx = blockBackward(params, names.blocks[i]!, context, blocks[i]!, d, gradients)
        d.dispose()
        d = dx
      }
      tf.tidy(() => embedBackward(params, names, batch, d, gradients))
      d.dispose()
      disposeContext(context)
      return new Map([...params.keys()].map((name) => [name, gradients.byName.get(name)!]))
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
  const mask = causalMask(tokens)
  if (config.positions === 'learned') return { config, rows, mask }
  const frequencies = rotaryFrequencies(config.headDim, config.ropeTheta)
  const places = Int32Array.from({ length: tokens }, (_, i) => i)
  return { config, rows, mask, rotary: rotaryTables(places, [1, 1, tokens], frequencies) }
}

function disposeContext({ mask, rotary }: BlockContext): void {
  tf.dispose([mask, rotary ?? []] as unknown as tf.TensorContainer)
}

/** Token embedding, plus learned positions where there are any; [rows * tokens, width]. */
export function embed(params: Parameters, names: DecoderNames, { ids, rows, tokens }: IdBatch): tf.Tensor2D {
  return tidy(() => {
    const x = gatherRows(matrix(params, names.tokens), ids)
    if (names.positions === undefined) return x
    const width = x.shape[1]
    const places = tf.slice(matrix(params, names.positions), [0, 0], [tokens, width])
    return tf.reshape(tf.add(tf.reshape(x, [rows, tokens, width]), places), [rows * tokens, width])
  })
}

function embedBackward(
  params: Parameters,
  names: DecoderNames,
  { ids, rows, tokens }: IdBatch,
  d: tf.Tensor2D,
  gradients: Gradients,
): void {
  gradients.add(names.tokens, gatherRowsBackward(d, ids, matrix(params, names.tokens).shape[0]))
  if (names.positions === undefined) return
  const [context, width] = matrix(params, names.positions).shape
  const overRows = multiply(tf.ones([1, rows]), tf.reshape(d, [rows, tokens * width]))
  const used = tf.reshape(overRows, [tokens, width]) as tf.Tensor2D
  gradients.add(
    names.positions,
    tf.pad(used, [
      [0, context - tokens],
      [0, 0],
    ]),
  )
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
