/** @file The engine of this repository. What touches its training API is here and nowhere else in the bench. */
import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { initBackend, memoryBytes } from '../../src/engine/backend/init-backend'
import { webgpuBackend } from '../../src/engine/backend/webgpu-backend'
import { generate } from '../../src/engine/model/generate'
import { disposeParameters } from '../../src/engine/model/parameters'
import { createObjective } from '../../src/engine/objectives/registry'
import { multiply } from '../../src/engine/ops/matmul'
import { profileKernels } from '../../src/engine/ops/webgpu/profile'
import { collatePairs } from '../../src/engine/preference/collate'
import type { TokenizedPair } from '../../src/engine/preference/tokenize-pairs'
import { AdamW } from '../../src/engine/training/adamw'
import { optimizerStep } from '../../src/engine/training/step'
import { objectiveOptions } from '../../src/protocol/objectives'
import { TRAINING } from '../network'
import type { Contender, CreateContender } from './contender'
import { smolLm2, standardNetwork } from './engine-network'

const PAD = 0
const SEED = 7

export const create: CreateContender = async (setup) => {
  const { backend, shape, weights, batch, model, wasmPaths, gpu } = setup
  const device = await initBackend({ backend, wasmPaths, gpu, onError: fail, onLost: fail })
  const { decoder, parameters } = model ? smolLm2(SEED) : standardNetwork(shape, weights)
  const optimizer = new AdamW(parameters, { ...TRAINING, weightDecay: 0, maxGradNorm: 0 })
  disposeParameters(parameters)
  const objective = createObjective(objectiveOptions.parse({ name: setup.objective }))
  const pairs = batch.pairs.map(tokenizedPair)
  const reference = objective.needsReference ? batch.references : null
  const input = { decoder, base: new Map(), objective, pairs, reference, gradientAccumulation: 1, padId: PAD }
  const step = async () =>
    (await optimizerStep({ ...input, optimizer, learningRate: TRAINING.learningRate }).figures).loss
  return {
    facts: {
      threads: backend === 'wasm' ? getThreadsCount() : 0,
      device: device.name,
      features: device.features.join(' '),
      software: String(device.software),
      tile: device.tile ?? '',
    },
    step,
    products,
    extras: {
      profile: () => profileKernels(webgpuBackend(), step),
      async referencePass() {
        const logProbs = decoder.logProbs(optimizer.parameters, collatePairs(pairs, PAD, decoder.config.context))
        await logProbs.data()
        logProbs.dispose()
      },
      async optimizer() {
        const gradients = optimizer.gradients?.sum.tensors
        if (!gradients) throw new Error('gradients are pooled on WebGPU alone')
        const norm = optimizer.step(gradients, TRAINING.learningRate)
        await norm.data()
        norm.dispose()
      },
      async generate(prompts, newTokens) {
        const prompt = pairs[0]!.prompt
        const many = Array.from({ length: prompts }, () => prompt)
        const options = { maxNewTokens: newTokens, seed: 1, eosIds: [], temperature: 0.8, topK: 0, topP: 1 }
        const texts = await generate(decoder, optimizer.parameters, many, options)
        return texts.reduce((sum, { ids }) => sum + ids.length, 0)
      },
      memory: () => ({ bytes: memoryBytes(), tensors: tf.memory().numTensors }),
    },
  }
}

function fail(message: string): void {
  throw new Error(`WebGPU: ${message}`)
}

const products: Contender['products'] = (m, k, n) => {
  const a = tf.randomNormal([m, k]) as tf.Tensor2D
  const b = tf.randomNormal([k, n]) as tf.Tensor2D
  let last: tf.Tensor | undefined
  return {
    queue() {
      last?.dispose()
      last = multiply(a, b)
    },
    wait: async () => void (await tf.tidy(() => tf.slice(last!, [0, 0], [1, 1])).data()),
    dispose: () => tf.dispose([a, b, last!]),
  }
}

export function tokenizedPair(
  ids: { prompt: number[]; chosen: number[]; rejected: number[] },
  at: number,
): TokenizedPair {
  const pair = { row: at + 1, source: 'bench', prompt: '', chosen: '', rejected: '', ids }
  const flags = { cutPrompt: false, cutChosen: false, cutRejected: false, straddled: false, swapped: false }
  return { source: 'bench', row: at + 1, ...ids, ...flags, pair }
}
