/** @file One optimizer step: forward, objective, backward over the micro-batches, then one AdamW update. */
import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '../../protocol/random'
import type { Decoder, ForwardOptions, Parameters, Tensors } from '../model/decoder'
import { policyOf } from '../model/parameters'
import type { Objective, StepTotals } from '../objectives/objective'
import type { Dropout } from '../ops/dropout'
import { collateChosen, collatePairs } from '../preference/collate'
import type { PairLogProbSums } from '../preference/log-prob-cache'
import { spreadToTokens, sumByRow } from '../preference/row-sums'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { AdamW } from './adamw'
import type { GradientPool } from './gradient-pool'

/** What a step's gradients depend on. */
export interface BackpropagationInput {
  decoder: Decoder
  parameters: Parameters
  objective: Objective
  pairs: TokenizedPair[]
  /** Log-probs of these pairs under the reference; null for a reference-free objective. */
  reference: PairLogProbSums[] | null
  gradientAccumulation: number
  padId: number
  /** Keep the blocks' inputs alone, and run them again in backward. */
  recompute?: boolean
  /** Of the adapter's inputs; each micro-batch drops numbers of its own. */
  dropout?: Dropout
}

/** The optimizer holds what is trained. */
export interface StepInput extends Omit<BackpropagationInput, 'parameters'> {
  optimizer: AdamW
  /** All other parameters; what is trained may be among them, and is not read. */
  base: Parameters
  learningRate: number
}

/** Per pair, except loss and gradNorm. An objective without rewards or rejected side leaves those arrays empty. */
export interface StepFigures {
  loss: number
  gradNorm: number
  losses: number[]
  rewardsChosen: number[]
  rewardsRejected: number[]
  logpsChosen: number[]
  logpsRejected: number[]
}

/** Changes the optimizer's parameters. The figures are read back without holding up the next step. */
export function optimizerStep({ optimizer, base, learningRate, ...input }: StepInput): {
  figures: Promise<StepFigures>
} {
  const parameters = policyOf(base, optimizer.parameters)
  const { gradients, parts } = backpropagate({ ...input, parameters }, optimizer.gradients)
  const gradNorm = optimizer.step(gradients, learningRate)
  if (!optimizer.gradients) tf.dispose([...gradients.values()])
  return { figures: readFigures(parts, gradNorm, input.pairs.length) }
}

/**
 * Gradients of the step's mean loss by what is trained, summed over its micro-batches. They are the pool's, if one is given, else the
 * caller's, as are the parts' tensors.
 */
export function backpropagate(
  input: BackpropagationInput,
  pool: GradientPool | null = null,
): { gradients: Tensors; parts: MicroFigures[] } {
  const { pairs } = input
  const totals = { pairs: pairs.length, chosenTokens: pairs.reduce((sum, pair) => sum + pair.chosen.length, 0) }
  const size = Math.ceil(pairs.length / input.gradientAccumulation)
  let gradients: Tensors | null = null
  const parts: MicroFigures[] = []
  for (let start = 0; start < pairs.length; start += size) {
    const run = (places?: Tensors) => {
      const micro = microBatch(input, start, start + size, totals, places)
      parts.push(micro.figures)
      return micro.gradients
    }
    if (pool) pool.write(start === 0, run)
    else gradients = gradients ? addAndDispose(gradients, run()) : run()
  }
  return { gradients: pool ? pool.sum.tensors : gradients!, parts }
}

function microBatch(
  { decoder, parameters, objective, pairs, reference, padId, recompute, dropout }: BackpropagationInput,
  start: number,
  end: number,
  totals: StepTotals,
  places?: Tensors,
): { gradients: Tensors; figures: MicroFigures } {
  const part = pairs.slice(start, end)
  const collate = objective.needsRejected ? collatePairs : collateChosen
  const batch = collate(part, padId, decoder.config.context)
  const options: ForwardOptions = { save: true, recompute, dropout: dropout && ofMicroBatch(dropout, start) }
  const pass = decoder.forward(parameters, batch, options)
  const bySide = <T>(items: T[], figure: (item: T, side: 'chosen' | 'rejected') => number): number[] => [
    ...items.map((item) => figure(item, 'chosen')),
    ...(objective.needsRejected ? items.map((item) => figure(item, 'rejected')) : []),
  ]
  const lengths = bySide(part, (pair, side) => pair[side].length)
  const references = reference ? bySide(reference.slice(start, end), (sums, side) => sums[side]) : []
  // What is compared knows no dropout: the objective's weights and all figures are those of the policy itself, and
  // dropout acts on the way its log-probs are followed back alone.
  const compared = dropout ? decoder.logProbs(parameters, batch) : pass.tokenLogProbs
  const { tokenGradients, ...figures } = tf.tidy(() => {
    const sums = sumByRow(compared, batch)
    const known = tf.tensor1d([...lengths, ...references])
    const { columns, rowGradients } = objective.evaluateRows({ sums, known }, totals)
    return {
      tokenGradients: spreadToTokens(rowGradients, batch),
      columns,
      pairs: part.length,
      rows: batch.rows,
      hasRewards: objective.needsRejected,
    }
  })
  const gradients = decoder.backward(parameters, pass, tokenGradients, places)
  tf.dispose([tokenGradients, compared])
  pass.dispose()
  return { gradients, figures }
}

const ofMicroBatch = ({ rate, seed }: Dropout, start: number): Dropout => ({
  rate,
  seed: createRandom(seed, `pairs from ${start}`).int(2 ** 32),
})

/** A type, so that tf.tidy takes it for a container. */
type MicroFigures = {
  /** Losses [pairs], sums [rows], then both rewards [pairs] when there are any, end to end. */
  columns: tf.Tensor1D
  pairs: number
  rows: number
  hasRewards: boolean
}

async function readFigures(parts: MicroFigures[], gradNorm: tf.Scalar, pairs: number): Promise<StepFigures> {
  const all = tf.tidy(() =>
    tf.concat1d([...parts.map((part) => part.columns), tf.reshape(gradNorm, [1]) as tf.Tensor1D]),
  )
  tf.dispose([...parts.map((part) => part.columns), gradNorm])
  const values = Array.from(await all.data())
  all.dispose()
  const figures: StepFigures = {
    loss: 0,
    gradNorm: values[values.length - 1]!,
    losses: [],
    rewardsChosen: [],
    rewardsRejected: [],
    logpsChosen: [],
    logpsRejected: [],
  }
  let at = 0
  const take = (count: number) => {
    at += count
    return values.slice(at - count, at)
  }
  for (const part of parts) {
    const losses = take(part.pairs)
    for (const loss of losses) figures.loss += loss / pairs
    figures.losses.push(...losses)
    figures.logpsChosen.push(...take(part.pairs))
    figures.logpsRejected.push(...take(part.rows - part.pairs))
    if (!part.hasRewards) continue
    figures.rewardsChosen.push(...take(part.pairs))
    figures.rewardsRejected.push(...take(part.pairs))
  }
  return figures
}

function addAndDispose(total: Tensors, more: Tensors): Tensors {
  const sum: Tensors = new Map()
  for (const [name, tensor] of total) {
    const other = more.get(name)!
    sum.set(name, tf.add(tensor, other))
    tf.dispose([tensor, other])
  }
  return sum
}
