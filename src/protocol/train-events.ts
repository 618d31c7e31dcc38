/** @file What a run tells while it goes on. The trainer yields these; a recorded run is their list. */
import type { EvalMetrics, StepMetrics } from './metrics'

export interface StageEvent {
  type: 'stage'
  /** 0 is the SFT warm-up; preference stages count from 1. */
  stage: number
  /** Preference stages of the run. */
  stages: number
  kind: 'sft' | 'preference'
  pairs: number
  /** Optimizer steps of this stage, and the step (counted from 1) it begins with. */
  steps: number
  firstStep: number
  /** Sources of the stage's pairs, most frequent first. */
  sources: string[]
  /** Mean log-prob per token gap of the stage's pairs under the base, when the split ranked them. */
  ease: number | null
}

export interface StepEvent {
  type: 'step'
  step: number
  metrics: StepMetrics
  /** The batch, pair by pair; absent in recordings of older versions. */
  pairs?: BatchFigures
}

/** One entry per pair of an optimizer step's batch. */
export interface BatchFigures {
  /** Reward margin; empty for an objective without rewards. */
  margins: number[]
  losses: number[]
}

/** Held-out pairs one by one, for histograms, scatter and contingency. All arrays have one entry per pair. */
export interface PairFigures {
  /** Reward margin; empty for an objective without rewards. */
  margins: number[]
  logpsAvgChosen: number[]
  logpsAvgRejected: number[]
  lengthsChosen: number[]
  lengthsRejected: number[]
}

/** Counts of [reward order] x [order of log-prob per token]; `right` means the chosen has the larger. */
export interface Contingency {
  bothRight: number
  rewardRightOnly: number
  likelihoodRightOnly: number
  neitherRight: number
}

export interface EvalEvent {
  type: 'eval'
  step: number
  metrics: EvalMetrics
  pairs: PairFigures
  contingency: Contingency | null
}

/** Held-out completions token by token, under the policy of this step. The first event of a run has step 0: what it began with. */
export interface TokensEvent {
  type: 'tokens'
  step: number
  /** Log-prob of every completion token, in nats; one entry per pair, the first of the held-out pairs. */
  pairs: { chosen: number[]; rejected: number[] }[]
  /** What the tokens are; with the first event alone, since they stay. */
  texts?: TokenTexts[]
}

export interface TokenTexts {
  source: string
  row: number
  prompt: string
  /** Text that each token adds; empty where a character is not complete yet. The end-of-text token has its own name. */
  chosen: string[]
  rejected: string[]
}

export interface Sample {
  text: string
  tokens: number
  /** It ended by itself rather than at the length limit. */
  ended: boolean
  /** Judge's score, 0 to 1; null without a judge. */
  score: number | null
}

export interface SamplesEvent {
  type: 'samples'
  step: number
  samples: { prompt: string; base: Sample; policy: Sample }[]
}

export interface NoticeEvent {
  type: 'notice'
  step: number
  code:
    | 'reference-drift'
    | 'foreign-text'
    | 'few-held-out'
    | 'dropped-pairs'
    | 'straddled-boundaries'
    | 'cut-pairs'
    | 'no-samples'
  message: string
}

/** Where a training or held-out pair ended up, smallest margin first: wrong labels surface here. */
export interface RankedPair {
  source: string
  row: number
  margin: number
  prompt: string
  chosen: string
  rejected: string
}

export interface FinishedEvent {
  type: 'finished'
  step: number
  reason: 'completed' | 'stopped' | 'non-finite'
  /** For `non-finite`: the step and the rows of the batch that broke. */
  message: string | null
  ranking: RankedPair[]
}

export type TrainEvent = StageEvent | StepEvent | EvalEvent | TokensEvent | SamplesEvent | NoticeEvent | FinishedEvent
