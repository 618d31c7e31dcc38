/** @file What a step may ask of a GPU: few dispatches, few submits, and no more memory from step to step. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../tests/support/browser-backends'
import { countDispatches } from '../../../tests/support/dispatches'
import { objectiveOptions } from '../../protocol/objectives'
import { memoryBytes } from '../backend/init-backend'
import { webgpuBackend } from '../backend/webgpu-backend'
import type { DecoderConfig } from '../model/config'
import { createDecoder } from '../model/decoder'
import { cloneTensors, disposeParameters, initParameters } from '../model/parameters'
import { createObjective } from '../objectives/registry'
import { collatePairs } from '../preference/collate'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import { AdamW } from './adamw'
import { optimizerStep } from './step'
import { warmUp } from './warm-up'

const OPTIMIZER = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, maxGradNorm: 1 }

const config = (layers: number): DecoderConfig => ({
  family: 'gpt2',
  vocab: 32,
  context: 16,
  width: 16,
  layers,
  heads: 2,
  kvHeads: 2,
  headDim: 8,
  ffWidth: 64,
  norm: 'layer',
  normEps: 1e-5,
  positions: 'learned',
  ropeTheta: 0,
  feedForward: 'gelu-tanh',
  tiedHead: true,
})

const ids = (count: number, seed: number) => Array.from({ length: count }, (_, i) => (7 * i + 3 * seed) % 32)

const pairs = [0, 1].map((row): TokenizedPair => {
  const sides = { prompt: ids(4, row), chosen: ids(8, row + 2), rejected: ids(9, row + 5) }
  const flags = { cutPrompt: false, cutChosen: false, cutRejected: false, straddled: false, swapped: false }
  return {
    source: 'test',
    row,
    ...sides,
    ...flags,
    pair: { row, source: 'test', prompt: '', chosen: '', rejected: '' },
  }
})

function run(layers: number) {
  const decoder = createDecoder(config(layers))
  const params = initParameters(config(layers), 1)
  const optimizer = new AdamW(params, OPTIMIZER)
  disposeParameters(params)
  const input = {
    decoder,
    base: new Map(),
    optimizer,
    objective: createObjective(objectiveOptions.parse({ name: 'dpo' })),
    pairs,
    reference: pairs.map(() => ({ chosen: -20, rejected: -21 })),
    learningRate: 1e-3,
    gradientAccumulation: 1,
    padId: 0,
  }
  return { optimizer, step: () => optimizerStep(input).figures }
}

describe('a step on webgpu', () => {
  beforeAll(async () => {
    await startBackend('webgpu')
  })

  test('takes at most 25 dispatches a layer, biases and all, and 30 for the rest', async () => {
    const counts: number[] = []
    for (const layers of [1, 2]) {
      const { optimizer, step } = run(layers)
      const { result, dispatches } = countDispatches(step)
      await result
      counts.push(dispatches)
      optimizer.dispose()
    }
    const perLayer = counts[1]! - counts[0]!
    expect(perLayer).toBeLessThanOrEqual(25)
    expect(counts[0]! - perLayer).toBeLessThanOrEqual(30)
  })

  test('compiles nothing more after a warm-up, which runs nothing', async () => {
    const wide = { ...config(1), width: 32, headDim: 16, ffWidth: 96 }
    const decoder = createDecoder(wide)
    const params = initParameters(wide, 1)
    const { device } = webgpuBackend()
    const tensors = tf.memory().numTensors
    const { result, dispatches } = countDispatches(() => warmUp({ decoder, parameters: params }))
    await result
    expect(dispatches).toBe(0)
    expect(tf.memory().numTensors).toBe(tensors)
    const compile = device.createComputePipeline.bind(device)
    const compiled: string[] = []
    device.createComputePipeline = (descriptor) => {
      compiled.push(descriptor.label ?? '')
      return compile(descriptor)
    }
    const batch = collatePairs(pairs, 0, wide.context)
    const pass = decoder.forward(params, batch, { save: true })
    const gradients = decoder.backward(params, pass, tf.ones([batch.targets.length]))
    await gradients.values().next().value!.data()
    device.createComputePipeline = compile
    expect(compiled).toEqual([])
    pass.dispose()
    disposeParameters(gradients)
    disposeParameters(params)
  })

  test('updates all weights in three dispatches', async () => {
    const { optimizer } = run(2)
    const gradients = optimizer.gradients!.sum.tensors
    const { result, dispatches } = countDispatches(() => optimizer.step(gradients, 1e-3))
    expect(dispatches).toBe(3)
    result.dispose()
    optimizer.dispose()
  })

  test('leaves neither tensors nor memory behind, and submits a small step once, before its figures are read', async () => {
    const { optimizer, step } = run(1)
    await step()
    await step()
    const allocated = () => webgpuBackend().bufferManager.numBytesAllocated
    const before = { tensors: tf.memory().numTensors, used: memoryBytes(), allocated: allocated() }
    const { queue } = webgpuBackend()
    const submit = queue.submit.bind(queue)
    let submits = 0
    queue.submit = (buffers) => {
      submits += 1
      submit(buffers)
    }
    for (let i = 0; i < 5; i++) await step()
    queue.submit = submit
    expect({ tensors: tf.memory().numTensors, used: memoryBytes(), allocated: allocated() }).toEqual(before)
    expect(submits).toBe(5)
    optimizer.dispose()
  })

  test('a copy of the parameters stays as it is while they change in place', async () => {
    const { optimizer, step } = run(1)
    const copy = cloneTensors(optimizer.parameters)
    const name = [...copy.keys()][0]!
    const before = await copy.get(name)!.data()
    await step()
    expect(await copy.get(name)!.data()).toEqual(before)
    expect(await optimizer.parameters.get(name)!.data()).not.toEqual(before)
    disposeParameters(copy)
    optimizer.dispose()
  })
})
