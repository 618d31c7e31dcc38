/** @file What the folder for TRL is made of. */
import type { ObjectiveOptions } from '../../protocol/objectives'
import type { Text } from '../../protocol/preference'
import type { RunConfig } from '../../protocol/run-config'

/** One line of a data file, under TRL's names. */
export interface TrlRow {
  prompt: Text
  chosen: Text
  rejected: Text
  source: string
  row: number
  /** Chosen and rejected were exchanged on purpose: the run's label noise. */
  swapped?: true
}

export interface TrlStage {
  /** 0 is the SFT warm-up; preference stages count from 1. */
  stage: number
  kind: 'sft' | 'preference'
  rows: TrlRow[]
  /** Optimizer steps. */
  steps: number
  learningRate: number
  /** With what the stage sets otherwise than the run. */
  objective: ObjectiveOptions
}

export interface TrlInput {
  config: RunConfig
  /** Where the base is: a repository of the Hub at a commit, or a folder that lies in `model/` or has to be put there. */
  model: { kind: 'hub'; name: string; revision: string | null } | { kind: 'folder'; name: string; included: boolean }
  /** Tokens that the model takes at once. */
  context: number
  stages: TrlStage[]
  heldOut: TrlRow[]
  /** Pairs that the run's length limits cut. */
  cutPairs: number
  /** The adapter that the run began with lies in `start-adapter/`. */
  startAdapter: boolean
  /** The adapter that the run trained lies in `adapter/`. */
  trainedAdapter: boolean
}
