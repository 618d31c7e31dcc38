/** @file What an objective is: a pure function of log-probs, with explicit gradients and the reward it implies. */
import type * as tf from '@tensorflow/tfjs-core'
import type { ObjectiveName } from '../../protocol/objectives'
import type { Operand, Scalars } from '../ops/scalars'

/** Log-probs of the pairs of one micro-batch. Every tensor has shape [pairs]; sums are over completion tokens, in nats. */
export interface PairLogProbs {
  chosen: tf.Tensor1D
  /** Null only for an objective with `needsRejected: false`; so is its length. */
  rejected: tf.Tensor1D | null
  /** Under the reference; null when the objective has `needsReference: false`. */
  refChosen: tf.Tensor1D | null
  refRejected: tf.Tensor1D | null
  /** Completion tokens |y|, as float32. */
  lengthsChosen: tf.Tensor1D
  lengthsRejected: tf.Tensor1D | null
}

/** Totals of a whole optimizer step, over all its micro-batches: what its means divide by. */
export interface StepTotals {
  pairs: number
  /** Completion tokens of all chosen sides. */
  chosenTokens: number
}

/** Every tensor has shape [pairs] and belongs to the caller. A type, so that tf.tidy takes it for a container. */
export type ObjectiveResult = {
  /**
   * Loss of each pair, scaled so that the sum over the step's pairs divided by `step.pairs` is the step's loss. The
   * preference term needs no scaling; the SFT term is a mean over tokens and does.
   */
  losses: tf.Tensor1D
  /** d(loss of the STEP) / d(sum log-prob): micro-batch gradients add up to the step's, however it was split. */
  gradChosen: tf.Tensor1D
  /** Zeros for an objective without a rejected side. */
  gradRejected: tf.Tensor1D
  /** Null for an objective without rewards. No gradient flows through rewards. */
  rewardsChosen: tf.Tensor1D | null
  rewardsRejected: tf.Tensor1D | null
}

/**
 * The same log-probs by row, as a batch has them: every tensor holds the chosen sides of all pairs, then the rejected
 * sides where the objective needs them.
 */
export type RowLogProbs = {
  /** Shape [rows]. */
  sums: tf.Tensor1D
  /** What is known beforehand: the lengths [rows], then the sums under the reference [rows] where they are needed. */
  known: tf.Tensor1D
}

/** Belongs to the caller. A type, so that tf.tidy takes it for a container. */
export type RowResult = {
  /** `losses` [pairs], `sums` [rows], then the rewards [rows] where there is a rejected side, end to end. */
  columns: tf.Tensor1D
  /** `gradChosen`, then `gradRejected` where there is a rejected side. Shape [rows]. */
  rowGradients: tf.Tensor1D
}

export interface Objective {
  readonly name: ObjectiveName
  readonly needsReference: boolean
  /** False when the rejected side plays no part in the loss (`sft`); there are no rewards then. */
  readonly needsRejected: boolean
  /** Multiple of the token cross-entropy on chosen that is part of the loss. */
  readonly sftWeight: number
  evaluate(logProbs: PairLogProbs, step: StepTotals): ObjectiveResult
  /** The same function in the form of a training step: a single dispatch on a GPU. */
  evaluateRows(rows: RowLogProbs, step: StepTotals): RowResult
  /**
   * Preference part of the loss while the policy equals the reference: METRICS.md's first-step invariant. The whole
   * loss is then this plus `sftWeight` times the token cross-entropy on chosen. Null without a reference.
   */
  lossAtReference(): number | null
}

/** One pair's sums of log-probs and lengths. What an objective does not need is not there, and must not be read. */
export interface Pair<S> {
  chosen: S
  rejected: S
  lengthChosen: S
  lengthRejected: S
  refChosen: S
  refRejected: S
}

/** `StepTotals` as scalars. */
export type Totals<S> = Record<keyof StepTotals, S>

export interface PairResult<S> {
  loss: Operand<S>
  gradChosen: Operand<S>
  gradRejected: Operand<S>
  rewardChosen: Operand<S>
  rewardRejected: Operand<S>
}

/**
 * The formula of one preference objective, for one pair and unscaled: gradients are d(sum of losses) / d(sum log-prob).
 * `step-objective.ts` adds the SFT term and the step's means.
 */
export interface PreferenceTerm {
  readonly name: ObjectiveName
  readonly needsReference: boolean
  evaluate<S>(m: Scalars<S>, pair: Pair<S>): PairResult<S>
  lossAtReference(): number | null
}
