/** @file One optimizer step: forward, objective, backward over the micro-batches, then one AdamW update. */
import * as tf from '@tensorflow/tfjs-core'
import type { Decoder, Parameters } from '../model/decoder'
import type { Objective, StepTotals } from '../objectives/objective'
import { collateChosen, collatePairs } from '../preference/collate'
import type { PairLogProbSums } from '../preference/log-prob-cache'
import { spreadToTokens, sumByRow } from '../preference/row-sums'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { AdamW } from './adamw'

export interface StepInput {
  decoder: Decoder
  parameters: Parameters
  optimizer: AdamW
  objective: Objective
  pairs: TokenizedPair[]
  /** Log-probs of these pairs under the reference; null for a reference-free objective. */
  reference: PairLogProbSums[] | null
  learningRate: number
  gradientAccumulation: number
  padId: number
}

/** Per pair, except loss and gradNorm. An objective without rewards or rejected side leaves those arrays empty. */
export interface StepFigures {
  loss: number
  gradNorm: number
  rewardsChosen: number[]
  rewardsRejected: number[]
  logpsChosen: number[]
  logpsRejected: number[]
}

export interface StepOutput {
  /** Owned by the caller. */
  parameters: Parameters
  /** Read back without holding up the next step. */
  figures: Promise<StepFigures>
}

/** The old parameters are left to the caller: the base may still need them. */
export function optimizerStep(input: StepInput): StepOutput {
  const { gradients, parts } = backpropagate(input)
  const { parameters, gradNorm } = input.optimizer.step(gradients, input.learningRate)
  tf.dispose([...gradients.values()])
  return { parameters, figures: readFigures(parts, gradNorm, input.pairs.length) }
}

/** Gradients of the step's mean loss, summed over its micro-batches; owned by the caller, as are the parts' tensors. */
export function backpropagate(input: Omit<StepInput, 'optimizer' | 'learningRate'>): {
  gradients: Parameters
  parts: MicroFigures[]
} {
  const { pairs } = input
  const totals = { pairs: pairs.length, chosenTokens: pairs.reduce((sum, pair) => sum + pair.chosen.length, 0) }
  const size = Math.ceil(pairs.length / input.gradientAccumulation)
  let gradients: Parameters | null = null
  const parts: MicroFigures[] = []
  for (let start = 0; start < pairs.length; start += size) {
    const micro = microBatch(input, start, start + size, totals)
    parts.push(micro.figures)
    gradients = gradients ? addAndDispose(gradients, micro.gradients) : micro.gradients
  }
  return { gradients: gradients!, parts }
}

function microBatch(
  { decoder, parameters, objective, pairs, reference, padId }: Omit<StepInput, 'optimizer' | 'learningRate'>,
  start: number,
  end: number,
  totals: StepTotals,
): { gradients: Parameters; figures: MicroFigures } {
  const part = pairs.slice(start, end)
  const references = reference?.slice(start, end) ?? null
  const collate = objective.needsRejected ? collatePairs : collateChosen
  const batch = collate(part, padId, decoder.config.context)
  const pass = decoder.forward(parameters, batch, { save: true })
  const { tokenGradients, ...figures } = tf.tidy(() => {
    const sums = sumByRow(pass.tokenLogProbs, batch)
    const column = (values: number[]) => tf.tensor1d(values)
    const chosen = tf.slice1d(sums, 0, part.length)
    const rejected = objective.needsRejected ? tf.slice1d(sums, part.length, part.length) : null
    const { losses, rewardsChosen, rewardsRejected, gradChosen, gradRejected } = objective.evaluate(
      {
        chosen,
        rejected,
        refChosen: references && column(references.map((sums) => sums.chosen)),
        refRejected: references && column(references.map((sums) => sums.rejected)),
        lengthsChosen: column(part.map((pair) => pair.chosen.length)),
        lengthsRejected: rejected && column(part.map((pair) => pair.rejected.length)),
      },
      totals,
    )
    const rewards = rewardsChosen && rewardsRejected ? [rewardsChosen, rewardsRejected] : []
    return {
      tokenGradients: spreadToTokens(rejected ? tf.concat1d([gradChosen, gradRejected]) : gradChosen, batch),
      columns: tf.concat1d([losses, sums, ...rewards]),
      pairs: part.length,
      rows: batch.rows,
      hasRewards: rewards.length > 0,
    }
  })
  const gradients = decoder.backward(parameters, pass, tokenGradients)
  tokenGradients.dispose()
  pass.dispose()
  return { gradients, figures }
}

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
    for (const loss of take(part.pairs)) figures.loss += loss / pairs
    figures.logpsChosen.push(...take(part.pairs))
    figures.logpsRejected.push(...take(part.rows - part.pairs))
    if (!part.hasRewards) continue
    figures.rewardsChosen.push(...take(part.pairs))
    figures.rewardsRejected.push(...take(part.pairs))
  }
  return figures
}

function addAndDispose(total: Parameters, more: Parameters): Parameters {
  const sum: Parameters = new Map()
  for (const [name, tensor] of total) {
    const other = more.get(name)!
    sum.set(name, tf.add(tensor, other))
    tf.dispose([tensor, other])
  }
  return sum
}
