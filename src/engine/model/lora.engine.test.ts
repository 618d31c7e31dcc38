/** @file An adapter on the golden models: its gradients, its base, its merging, and what frozen weights cost. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose, expectCloseToLargest } from '../../../tests/support/close'
import { countDispatches } from '../../../tests/support/dispatches'
import { GOLDEN_MODELS, goldenExpectations, loadGoldenModel, pairBatch } from '../../../tests/support/golden-models'
import { expectNoLeak } from '../../../tests/support/leaks'
import { createRandom } from '../../protocol/random'
import { createDecoder, type ForwardOptions } from './decoder'
import { adapterParameters, initAdapter, type LoraSpec, linearMaps, namesWithAdapter, scalesOf } from './lora'
import { mergedNumbers } from './merge-adapter'
import { disposeParameters, type Parameters, policyOf, type Tensors } from './parameters'

const SPEC: LoraSpec = { rank: 4, alpha: 6, rsLora: false, targets: null }

type Name = (typeof GOLDEN_MODELS)[number]

/** Σ values · weights. */
function inner(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! * weights[i]!
  return sum
}

/** As after some training: B is not zero any more. */
function trainedAdapter(fresh: Tensors): Tensors {
  const random = createRandom(5)
  const noise = ({ size, shape }: tf.Tensor) =>
    tf.tensor(
      Float32Array.from({ length: size }, () => 0.1 * random.normal()),
      shape,
    )
  return new Map([...fresh].map(([name, tensor]) => [name, name.endsWith('lora_B') ? noise(tensor) : tensor]))
}

async function open(model: Name, spec: LoraSpec = SPEC) {
  const loaded = await loadGoldenModel(model)
  const { config } = loaded.decoder
  const decoder = createDecoder(config, namesWithAdapter(config, scalesOf(config, spec)))
  const fresh = initAdapter(config, spec, 1)
  const adapter = trainedAdapter(fresh)
  for (const [name, tensor] of fresh) if (adapter.get(name) !== tensor) tensor.dispose()
  const { pairs } = await goldenExpectations(model)
  const batch = pairBatch(pairs)
  const d = tf.tensor1d(Float32Array.from(batch.targets, (_, i) => Math.cos(i)))
  const dispose = () => {
    disposeParameters(adapter)
    disposeParameters(loaded.params)
    d.dispose()
  }
  return { plain: loaded.decoder, base: loaded.params, decoder, adapter, batch, d, dispose }
}

/** The weights with the adapter folded in, as tensors. */
async function merged(params: Parameters, decoder: ReturnType<typeof createDecoder>): Promise<Tensors> {
  const read = mergedNumbers(params, decoder.names)
  const tensors: Tensors = new Map()
  for (const [name, { shape }] of params) {
    if (!decoder.trained.has(name)) tensors.set(name, tf.tensor(await read(name), [...shape]))
  }
  return tensors
}

describeOnBackends('an adapter', (backend) => {
  test.each(GOLDEN_MODELS)('%s: gradients are the projection of those of the whole weights', async (name) => {
    const { plain, base, decoder, adapter, batch, d, dispose } = await open(name)
    const policy = policyOf(base, adapter)
    const pass = decoder.forward(policy, batch, { save: true })
    const gradients = decoder.backward(policy, pass, d)
    expect([...gradients.keys()]).toEqual([...adapter.keys()])

    const weights = await merged(policy, decoder)
    const whole = plain.forward(weights, batch, { save: true })
    expectClose(await pass.tokenLogProbs.data(), await whole.tokenLogProbs.data(), 1e-5, 'adapter on and merged')
    const full = plain.backward(weights, whole, d)
    for (const { weight, lora } of linearMaps(decoder.names)) {
      const { a, b, scale } = lora!
      const dW = full.get(weight) as tf.Tensor2D
      const [A, B] = [adapter.get(a) as tf.Tensor2D, adapter.get(b) as tf.Tensor2D]
      const [dA, dB] = tf.tidy(() => [
        tf.mul(tf.matMul(dW, B, false, true), scale),
        tf.mul(tf.matMul(A, dW, true, false), scale),
      ]) as [tf.Tensor, tf.Tensor]
      expectCloseToLargest(await gradients.get(a)!.data(), await dA.data(), 1e-4, a)
      expectCloseToLargest(await gradients.get(b)!.data(), await dB.data(), 1e-4, b)
      tf.dispose([dA, dB])
    }
    pass.dispose()
    whole.dispose()
    for (const map of [gradients, full, weights]) disposeParameters(map)
    dispose()
  })

  test('gradients agree with finite differences along random directions', async () => {
    const { base, decoder, adapter, batch, d, dispose } = await open('rand-smollm2-like')
    const policy = policyOf(base, adapter)
    const pass = decoder.forward(policy, batch, { save: true })
    const gradients = decoder.backward(policy, pass, d)
    const weights = Float64Array.from(await d.data())
    const objectiveAt = async (moved: Tensors) => {
      const logProbs = decoder.logProbs(policyOf(base, moved), batch)
      const values = await logProbs.data()
      logProbs.dispose()
      return inner(values, weights)
    }
    const step = 3e-3
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed)
      let slope = 0
      const direction = new Map<string, Float32Array>()
      for (const [name, tensor] of adapter) {
        const values = Float32Array.from({ length: tensor.size }, () => random.normal())
        const gradient = await gradients.get(name)!.data<'float32'>()
        slope += inner(gradient, values)
        direction.set(name, values)
      }
      const along = async (size: number) => {
        const moved: Tensors = new Map()
        for (const [name, tensor] of adapter) {
          const own = await tensor.data()
          moved.set(
            name,
            tf.tensor(own.map((value, i) => value + size * direction.get(name)![i]!) as Float32Array, tensor.shape),
          )
        }
        const value = await objectiveAt(moved)
        disposeParameters(moved)
        return value
      }
      // Fourth order, so that a step may be large beside the rounding of single precision.
      const near = (await along(step)) - (await along(-step))
      const far = (await along(2 * step)) - (await along(-2 * step))
      const numeric = (8 * near - far) / (12 * step)
      expect(Math.abs(numeric - slope) / Math.abs(slope), `direction ${seed} on ${backend}`).toBeLessThan(2e-3)
    }
    pass.dispose()
    disposeParameters(gradients)
    dispose()
  })

  test('a fresh adapter changes nothing, and without its parameters the decoder is the base', async () => {
    const { plain, base, decoder, adapter, batch, dispose } = await open('rand-llama-gqa-tied')
    const fresh = initAdapter(decoder.config, SPEC, 1)
    const values = async (params: Parameters, by = decoder) => {
      const logProbs = by.logProbs(params, batch)
      const numbers = Array.from(await logProbs.data())
      logProbs.dispose()
      return numbers
    }
    const wanted = await values(base, plain)
    expect(await values(base)).toEqual(wanted)
    expect(await values(policyOf(base, fresh))).toEqual(wanted)
    expect(await values(policyOf(base, adapter))).not.toEqual(wanted)
    disposeParameters(fresh)
    dispose()
  })

  test('only the layers that were asked for have an adapter, and unknown ones are named', async () => {
    const { decoder, dispose } = await open('rand-gpt2', { ...SPEC, targets: ['c_attn', 'mlp.c_proj'] })
    const modules = adapterParameters(decoder.names).map((name) => name.replace(/\.lora_[AB]$/, ''))
    expect(new Set(modules)).toEqual(
      new Set([0, 1].flatMap((i) => [`transformer.h.${i}.attn.c_attn`, `transformer.h.${i}.mlp.c_proj`])),
    )
    expect(() => scalesOf(decoder.config, { ...SPEC, targets: ['q_proj'] })).toThrow(
      expect.objectContaining({ code: 'adapter/no-target', remedy: expect.stringContaining('c_attn') }),
    )
    dispose()
  })

  test.each([
    ['blocks run again in backward', { recompute: true }, {}],
    [
      'the same with dropout',
      { recompute: true, dropout: { rate: 0.3, seed: 9 } },
      { dropout: { rate: 0.3, seed: 9 } },
    ],
  ] as [string, ForwardOptions, ForwardOptions][])('%s: the same bits', async (_, again, kept) => {
    for (const model of ['rand-gpt2', 'rand-llama-gqa-tied'] as const) {
      const { base, decoder, adapter, batch, d, dispose } = await open(model)
      const policy = policyOf(base, adapter)
      const gradientsOf = async (options: ForwardOptions) => {
        const pass = decoder.forward(policy, batch, { save: true, ...options })
        const gradients = decoder.backward(policy, pass, d)
        const values = new Map<string, unknown>()
        for (const [key, tensor] of gradients) values.set(key, await tensor.data())
        pass.dispose()
        disposeParameters(gradients)
        return values
      }
      expect(await gradientsOf(again)).toEqual(await gradientsOf(kept))
      dispose()
    }
  })

  test('dropout: the seed decides, the adapter alone is touched, and gradients are those of what was run', async () => {
    const { base, decoder, adapter, batch, d, dispose } = await open('rand-smollm2-like')
    const run = async (params: Parameters, seed: number) => {
      const pass = decoder.forward(params, batch, { save: true, dropout: { rate: 0.5, seed } })
      const values = Array.from(await pass.tokenLogProbs.data())
      pass.dispose()
      return values
    }
    const policy = policyOf(base, adapter)
    expect(await run(policy, 1)).toEqual(await run(policy, 1))
    expect(await run(policy, 1)).not.toEqual(await run(policy, 2))
    expect(await run(base, 1)).toEqual(await run(base, 2))
    // Along the gradient of one seed's objective.
    const dropout = { rate: 0.5, seed: 3 }
    const pass = decoder.forward(policy, batch, { save: true, dropout })
    const gradients = decoder.backward(policy, pass, d)
    const name = [...adapter.keys()].find((key) => key.endsWith('lora_A'))!
    const weights = await d.data()
    const valueAt = async (size: number) => {
      const moved = tf.tidy(() => tf.add(adapter.get(name)!, tf.mul(gradients.get(name)!, size)))
      const own = decoder.forward(policyOf(policy, new Map([[name, moved]])), batch, { save: true, dropout })
      const values = await own.tokenLogProbs.data()
      tf.dispose(moved)
      own.dispose()
      return inner(values, weights)
    }
    const own = await gradients.get(name)!.data<'float32'>()
    const squares = inner(own, own)
    const step = 0.02 / Math.sqrt(squares)
    const numeric = ((await valueAt(step)) - (await valueAt(-step))) / (2 * step)
    expect(numeric / squares).toBeCloseTo(1, 2)
    pass.dispose()
    disposeParameters(gradients)
    dispose()
  })

  test('leaves no tensor behind, with blocks kept or run again', async () => {
    const { base, decoder, adapter, batch, d, dispose } = await open('rand-gpt2')
    const policy = policyOf(base, adapter)
    for (const recompute of [false, true]) {
      await expectNoLeak(() => {
        const pass = decoder.forward(policy, batch, { save: true, recompute, dropout: { rate: 0.1, seed: 1 } })
        disposeParameters(decoder.backward(policy, pass, d))
        pass.dispose()
      })
      await expectNoLeak(() => decoder.forward(policy, batch, { save: true, recompute }).dispose())
    }
    dispose()
  })
})

describe('frozen weights on webgpu', () => {
  test('cost no gradient work: on the base, backward takes fewer dispatches than training all', async () => {
    const { plain, base, decoder, adapter, batch, d, dispose } = await open('rand-llama-gqa-tied', {
      ...SPEC,
      targets: ['q_proj'],
    })
    const backwardOf = (params: Parameters, by: typeof decoder) => {
      const pass = by.forward(params, batch, { save: true })
      const { result, dispatches } = countDispatches(() => by.backward(params, pass, d))
      pass.dispose()
      disposeParameters(result)
      return dispatches
    }
    const whole = backwardOf(base, plain)
    const frozen = backwardOf(policyOf(base, adapter), decoder)
    // Of each layer: seven weights, two norms; and the head, the embedding and the last norm. An adapter takes five.
    const { layers } = decoder.config
    expect(whole - frozen).toBe(layers * (7 + 2) + 3 - 5 * layers)
    dispose()
  })
})
