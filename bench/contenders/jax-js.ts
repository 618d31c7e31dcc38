/**
 * @file The network in jax-js: one `jit` over loss, gradient and Adam. Weights and moments stay on the device; each
 * call takes them over and hands new ones back, so memory stays flat.
 */
import {
  blockUntilReady,
  defaultDevice,
  init,
  type Array as JaxArray,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax'
import { type FlatBatch, flatten, NORM_EPSILON, rows, type Shape, TRAINING } from '../network'
import type { CreateContender } from './contender'

type Params = Record<string, JaxArray>
type Data = { ids: JaxArray; targets: JaxArray; scored: JaxArray; references: JaxArray }
type State = { params: Params; first: Params; second: Params; steps: JaxArray }

export const create: CreateContender = async ({ backend, shape, weights, batch }) => {
  const found = await init(backend)
  if (!found.includes(backend)) throw new Error(`jax-js has no ${backend} here`)
  defaultDevice(backend)
  const params: Params = {}
  const first: Params = {}
  const second: Params = {}
  for (const [name, { shape, values }] of weights) {
    params[name] = np.array(values.slice()).reshape(shape)
    first[name] = np.zeros(shape)
    second[name] = np.zeros(shape)
  }
  let state: State = { params, first, second, steps: np.array(0, { dtype: np.float32 }) }
  const data = toArrays(shape, flatten(shape, batch))
  const lossOf = createLoss(shape)

  const step = jit((state: State, data: Data): { loss: JaxArray; state: State } => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(state.params), data)
    return { loss, state: adam(state, gradients as Params) }
  })

  return {
    facts: { threads: backend === 'wasm' ? wasmThreads() : 0 },
    async step() {
      const result = step(state, tree.ref(data))
      state = result.state
      const [loss] = await result.loss.data()
      return loss!
    },
    products(m, k, n) {
      const random = (...dims: [number, number]) =>
        np.array(Float32Array.from({ length: dims[0] * dims[1] }, () => Math.random() - 0.5)).reshape(dims)
      const a = random(m, k)
      const b = random(k, n)
      const multiply = jit((a: JaxArray, b: JaxArray) => np.matmul(a, b))
      // A result that nobody waits for is never computed.
      const results: JaxArray[] = []
      return {
        queue: () => void results.push(multiply(a.ref, b.ref)),
        async wait() {
          await blockUntilReady(results)
          for (const result of results.splice(0)) result.dispose()
        },
        dispose() {
          for (const array of [a, b]) array.dispose()
        },
      }
    },
  }
}

/** Its worker pool takes every core where memory can be shared. */
const wasmThreads = (): number => (typeof SharedArrayBuffer === 'undefined' ? 1 : navigator.hardwareConcurrency)

function toArrays(shape: Shape, batch: FlatBatch): Data {
  const bySequence = (array: JaxArray) => array.reshape([rows(shape), shape.tokens])
  const { ids, targets, scored, references } = batch
  return {
    ids: bySequence(np.array(ids, { dtype: np.int32 })),
    targets: bySequence(np.array(targets, { dtype: np.int32 })),
    scored: bySequence(np.array(scored)),
    references: np.array(references),
  }
}

/** Takes over state and gradients. */
function adam({ params, first, second, steps }: State, gradients: Params): State {
  const { learningRate, beta1, beta2, epsilon } = TRAINING
  const next: State = { params: {}, first: {}, second: {}, steps: steps.add(1) }
  const correction = (beta: number) => np.subtract(1, np.exp(next.steps.ref.mul(Math.log(beta))))
  const correction1 = correction(beta1)
  const correction2 = correction(beta2)
  for (const name of Object.keys(params)) {
    const gradient = gradients[name]!
    const m = first[name]!.mul(beta1).add(gradient.ref.mul(1 - beta1))
    const v = second[name]!.mul(beta2).add(np.square(gradient).mul(1 - beta2))
    next.first[name] = m.ref
    next.second[name] = v.ref
    const spread = np.sqrt(v.div(correction2.ref)).add(epsilon)
    next.params[name] = params[name]!.sub(m.div(correction1.ref).div(spread).mul(learningRate))
  }
  correction1.dispose()
  correction2.dispose()
  return next
}

/**
 * Of the forms that were tried (matmul or einsum, flat or by sequence, one product for queries, keys and values or
 * three, attention by hand, one-hot embedding, other layer norms) this one was fastest on WebGPU; on wasm they differ by
 * less than the runs do.
 */
function createLoss(shape: Shape): (params: Params, data: Data) => JaxArray {
  const { vocab, layers, width, heads, tokens, pairs } = shape
  const count = rows(shape)

  const norm = (x: JaxArray, weight: JaxArray, bias: JaxArray) => {
    const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }))
    const variance = np.mean(np.square(centred.ref), -1, { keepdims: true })
    const normal = centred.div(np.sqrt(variance.add(NORM_EPSILON)))
    return normal.mul(weight).add(bias)
  }
  const linear = (x: JaxArray, weight: JaxArray) => np.einsum('bti,io->bto', x, weight)
  const attention = (x: JaxArray, qkvWeight: JaxArray, outWeight: JaxArray) => {
    const splitHeads = (part: JaxArray) => part.reshape([count, tokens, heads, width / heads])
    const parts = np.split(linear(x, qkvWeight), 3, -1)
    const [q, k, v] = parts.map(splitHeads) as [JaxArray, JaxArray, JaxArray]
    const mixed = nn.dotProductAttention(q, k, v, { isCausal: true })
    return linear(mixed.reshape([count, tokens, width]), outWeight)
  }

  return (params, { ids, targets, scored, references }) => {
    const take = (name: string) => params[name]!
    const table = take('wte.weight')
    let x = np.take(table.ref, ids, 0).add(take('wpe.weight'))
    for (let i = 0; i < layers; i++) {
      const at = `h.${i}`
      const normal = norm(x.ref, take(`${at}.ln_1.weight`), take(`${at}.ln_1.bias`))
      x = x.add(attention(normal, take(`${at}.attn.c_attn.weight`), take(`${at}.attn.c_proj.weight`)))
      const inner = norm(x.ref, take(`${at}.ln_2.weight`), take(`${at}.ln_2.bias`))
      const up = nn.gelu(linear(inner, take(`${at}.mlp.c_fc.weight`)), { approximate: true })
      x = x.add(linear(up, take(`${at}.mlp.c_proj.weight`)))
    }
    const final = norm(x, take('ln_f.weight'), take('ln_f.bias'))
    const logits = np.einsum('btw,vw->btv', final, table)
    const tokenLogProbs = np.sum(nn.logSoftmax(logits, -1).mul(nn.oneHot(targets, vocab)), -1)
    const sums = np.sum(tokenLogProbs.mul(scored), -1)
    const rewards = sums.sub(references).mul(TRAINING.beta)
    const [chosen, rejected] = np.split(rewards, [pairs], 0) as [JaxArray, JaxArray]
    return np.mean(nn.softplus(rejected.sub(chosen)))
  }
}
