/** @file The pretraining loop: whole documents, the `sft` objective, AdamW, a cosine schedule, checkpoints. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import type { Decoder, Parameters } from '../../src/engine/model/decoder'
import { cloneTensors, disposeParameters, initParameters } from '../../src/engine/model/parameters'
import { sft } from '../../src/engine/objectives/sft'
import { spreadToTokens, sumByRow } from '../../src/engine/preference/row-sums'
import { AdamW, type AdamWState } from '../../src/engine/training/adamw'
import { learningRateAt } from '../../src/engine/training/schedule'
import { type EncodedDocument, longBatches, singleBatches } from './batches'

const SCHEDULE = { learningRate: 3e-3, schedule: 'cosine', warmupRatio: 0.02 } as const
const OPTIMIZER = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.05, maxGradNorm: 1 }
const DOCUMENTS_PER_STEP = 16
const BATCHES_PER_POOL = 8
/** Every so many steps the whole context is trained. */
const LONG_EVERY = 8
const LOG_EVERY = 50
const CHECKPOINT_EVERY = 250

export interface PretrainInput {
  decoder: Decoder
  seed: number
  steps: number
  /** Must not end before training does. */
  documents: Iterator<EncodedDocument>
  padId: number
  /** Folder of the checkpoint a cut run goes on from. */
  checkpoints: string
  log: (line: string) => void
  onCheckpoint: (parameters: Parameters) => Promise<void>
}

export interface Pretrained {
  parameters: Parameters
  /** Mean over the last steps, in nats per completion token. */
  finalLoss: number
  /** Tokens seen, prompts included. */
  tokens: number
}

export async function pretrain(input: PretrainInput): Promise<Pretrained> {
  const { decoder, steps, log } = input
  const { context } = decoder.config
  const short = singleBatches(input.documents, DOCUMENTS_PER_STEP, BATCHES_PER_POOL, input.padId)
  const long = longBatches(input.documents, DOCUMENTS_PER_STEP / 4, context, input.padId)
  const fresh = initParameters(decoder.config, input.seed)
  const optimizer = new AdamW(fresh, OPTIMIZER)
  disposeParameters(fresh)
  const file = join(input.checkpoints, 'state.json')
  let step = 0
  let tokens = 0
  if (existsSync(file)) {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as { step: number; tokens: number }
    step = saved.step
    tokens = saved.tokens
    optimizer.restore(readState(input.checkpoints))
    log(`going on from step ${step}`)
  }
  const losses: number[] = []
  let began = performance.now()
  // A resumed run draws documents again from the start: the corpus is endless, so they are simply more of it.
  for (; step < steps; step++) {
    const batch = (step % LONG_EVERY === LONG_EVERY - 1 ? long : short).next().value!
    const { parameters } = optimizer
    const pass = decoder.forward(parameters, batch, { save: true })
    const { loss, tokenGradients } = tf.tidy(() => {
      const totals = { pairs: batch.rows, chosenTokens: batch.targets.length }
      const none = { rejected: null, refChosen: null, refRejected: null, lengthsRejected: null }
      const chosen = sumByRow(pass.tokenLogProbs, batch)
      const result = sft().evaluate({ ...none, chosen, lengthsChosen: tf.tensor1d(batch.lengths) }, totals)
      return { loss: tf.mean(result.losses), tokenGradients: spreadToTokens(result.gradChosen, batch) }
    })
    const gradients = decoder.backward(parameters, pass, tokenGradients)
    const gradNorm = optimizer.step(gradients, learningRateAt(step, steps, SCHEDULE))
    losses.push((await loss.data())[0]!)
    tokens += batch.ids.reduce((count, id) => count + Number(id !== input.padId), 0)
    disposeParameters(gradients)
    pass.dispose()
    tf.dispose([loss, tokenGradients, gradNorm])
    const done = step + 1
    if (done % LOG_EVERY === 0) {
      const seconds = (performance.now() - began) / 1000 / LOG_EVERY
      log(
        `step ${done}/${steps}  loss ${meanOfLast(losses, LOG_EVERY).toFixed(4)}  ${seconds.toFixed(3)} s a step  tensors ${tf.memory().numTensors}`,
      )
      began = performance.now()
    }
    if (done % CHECKPOINT_EVERY === 0) {
      writeState(input.checkpoints, await optimizer.state())
      writeFileSync(file, JSON.stringify({ step: done, tokens }))
      await input.onCheckpoint(optimizer.parameters)
    }
  }
  const parameters = cloneTensors(optimizer.parameters)
  optimizer.dispose()
  return { parameters, finalLoss: meanOfLast(losses, 100), tokens }
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
