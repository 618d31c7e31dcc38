/** @file The pretraining loop: packed rows, the `sft` objective, AdamW, a cosine schedule, checkpoints. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import type { Decoder, Parameters } from '../../src/engine/model/decoder'
import { disposeParameters, initParameters } from '../../src/engine/model/parameters'
import { sft } from '../../src/engine/objectives/sft'
import { spreadToTokens, sumByRow } from '../../src/engine/preference/row-sums'
import { AdamW, type AdamWState } from '../../src/engine/training/adamw'
import { learningRateAt } from '../../src/engine/training/schedule'
import { packedBatch, packRows } from './pack'

const SCHEDULE = { learningRate: 3e-3, schedule: 'cosine', warmupRatio: 0.02 } as const
const OPTIMIZER = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.05, maxGradNorm: 1 }
export const TOKENS_PER_STEP = 2048
/** Mostly short rows, which cost less attention; every eighth step trains the whole context. */
const rowTokens = (step: number): number => (step % 8 === 7 ? 256 : 128)
const LOG_EVERY = 20
const CHECKPOINT_EVERY = 250

export interface PretrainInput {
  decoder: Decoder
  seed: number
  steps: number
  /** Ids of document after document; must not end before training does. */
  documents: Iterable<number[]>
  /** Folder of the checkpoint a cut run goes on from. */
  checkpoints: string
  log: (line: string) => void
  onCheckpoint: (parameters: Parameters) => Promise<void>
}

/** @returns The parameters, and the mean loss of the last steps. */
export async function pretrain(input: PretrainInput): Promise<{ parameters: Parameters; finalLoss: number }> {
  const { decoder, steps, log } = input
  const short = packRows(input.documents, 128)
  const long = packRows(input.documents, 256)
  let parameters = initParameters(decoder.config, input.seed)
  const optimizer = new AdamW(parameters, OPTIMIZER)
  const file = join(input.checkpoints, 'state.json')
  let step = 0
  if (existsSync(file)) {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as { step: number }
    step = saved.step
    disposeParameters(parameters)
    parameters = optimizer.restore(readState(input.checkpoints))
    log(`going on from step ${step}`)
  }
  const losses: number[] = []
  let began = performance.now()
  // A resumed run draws documents again from the start: the corpus is endless, so they are simply more of it.
  for (; step < steps; step++) {
    const tokens = rowTokens(step)
    const source = tokens === 256 ? long : short
    const rows = Array.from({ length: TOKENS_PER_STEP / tokens }, () => source.next().value!)
    const batch = packedBatch(rows)
    const pass = decoder.forward(parameters, batch, { save: true })
    const { loss, tokenGradients } = tf.tidy(() => {
      const totals = { pairs: batch.rows, chosenTokens: TOKENS_PER_STEP }
      const none = { rejected: null, refChosen: null, refRejected: null, lengthsRejected: null }
      const chosen = sumByRow(pass.tokenLogProbs, batch)
      const result = sft().evaluate({ ...none, chosen, lengthsChosen: tf.fill([batch.rows], tokens) }, totals)
      return { loss: tf.mean(result.losses), tokenGradients: spreadToTokens(result.gradChosen, batch) }
    })
    const gradients = decoder.backward(parameters, pass, tokenGradients)
    const { parameters: updated, gradNorm } = optimizer.step(gradients, learningRateAt(step, steps, SCHEDULE))
    losses.push((await loss.data())[0]!)
    disposeParameters(parameters)
    disposeParameters(gradients)
    pass.dispose()
    tf.dispose([loss, tokenGradients, gradNorm])
    parameters = updated
    const done = step + 1
    if (done % LOG_EVERY === 0) {
      const rate = (LOG_EVERY * TOKENS_PER_STEP * 1000) / (performance.now() - began)
      log(
        `step ${done}/${steps}  loss ${meanOfLast(losses, LOG_EVERY).toFixed(4)}  ${rate.toFixed(0)} tokens/s  tensors ${tf.memory().numTensors}`,
      )
      began = performance.now()
    }
    if (done % CHECKPOINT_EVERY === 0) {
      writeState(input.checkpoints, await optimizer.state())
      writeFileSync(file, JSON.stringify({ step: done }))
      await input.onCheckpoint(parameters)
    }
  }
  optimizer.dispose()
  return { parameters, finalLoss: meanOfLast(losses, 100) }
}

function meanOfLast(values: number[], count: number): number {
  const last = values.slice(-count)
  return last.reduce((sum, value) => sum + value, 0) / last.length
}

const PARTS = ['weights', 'firstMoment', 'secondMoment'] as const

function writeState(folder: string, state: AdamWState): void {
  mkdirSync(folder, { recursive: true })
  for (const part of PARTS) writeFileSync(join(folder, `${part}.f32`), new Uint8Array(state[part].buffer))
  writeFileSync(join(folder, 'steps.json'), JSON.stringify(state.steps))
}

function readState(folder: string): AdamWState {
  const vector = (part: string) => new Float32Array(new Uint8Array(readFileSync(join(folder, `${part}.f32`))).buffer)
  const [weights, firstMoment, secondMoment] = PARTS.map(vector) as [Float32Array, Float32Array, Float32Array]
  return { weights, firstMoment, secondMoment, steps: JSON.parse(readFileSync(join(folder, 'steps.json'), 'utf8')) }
}
