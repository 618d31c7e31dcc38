/** @file A folder that goes on with TRL elsewhere, as a zip. */
import type { Training } from '../engine/training/trainer'
import { AppError } from '../protocol/errors'
import type { RunConfig } from '../protocol/run-config'
import type { OpenedData } from './load-data'
import type { OpenedModel } from './load-model'

export interface TrlInput {
  opened: OpenedModel
  data: OpenedData
  training: Training | null
  config: RunConfig
}

export async function packTrl(_input: TrlInput): Promise<Blob> {
  throw new AppError('run/not-ready', 'Being built.', '')
}
