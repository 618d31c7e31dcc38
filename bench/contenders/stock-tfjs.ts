/**
 * @file The network as a practised user of tfjs 4.22 writes it: stock operations, its own gradients, `tf.train.adam`.
 * Weight products are on matrices, since a batch times a matrix has no gradient; softplus stands for logSigmoid, whose
 * gradient throws here.
 */
import '@tensorflow/tfjs-backend-cpu'
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import { flatten, NORM_EPSILON, rows, TRAINING } from '../network'
import type { CreateContender, Setup } from './contender'

export const create: CreateContender = async (setup) => {
  const { backend, weights, threads, wasmPaths } = setup
  tf.enableProdMode()
  if (threads !== undefined) setThreadsCount(threads)
  if (wasmPaths) setWasmPaths(wasmPaths)
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no ${backend} here`)
  const variables = new Map<string, tf.Variable>()
  for (const [name, { shape, values }] of weights)
    variables.set(name, tf.variable(tf.tensor(values, shape), true, name))
  const loss = createLoss(setup, (name) => variables.get(name)! as tf.Tensor)
  const { learningRate, beta1, beta2, epsilon } = TRAINING
  const optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon)
  return {
    facts: { threads: backend === 'wasm' ? getThreadsCount() : 0 },
    async step() {
      const value = optimizer.minimize(loss, true)!
      const [number] = await value.data()
      value.dispose()
      return number!
    },
    products(m, k, n) {
      const a = tf.randomNormal([m, k]) as tf.Tensor2D
      const b = tf.randomNormal([k, n]) as tf.Tensor2D
      let last: tf.Tensor | undefined
      return {
        queue() {
          last?.dispose()
          last = tf.matMul(a, b)
        },
        wait: async () => void (await tf.tidy(() => tf.slice(last!, [0, 0], [1, 1])).data()),
        dispose: () => tf.dispose([a, b, last!]),
      }
    },
  }
}

function createLoss({ shape, batch, embedding }: Setup, weight: (name: string) => tf.Tensor): () => tf.Scalar {
  const { vocab, layers, width, heads, tokens, pairs } = shape
  const n = rows(shape) * tokens
  const flat = flatten(shape, batch)
  const ids = tf.tensor1d(flat.ids, 'int32')
  const oneHotIds = embedding === 'one-hot' ? (tf.cast(tf.oneHot(ids, vocab), 'float32') as tf.Tensor2D) : null
  const oneHotTargets = tf.cast(tf.oneHot(tf.tensor1d(flat.targets, 'int32'), vocab), 'float32')
  const scored = tf.tensor1d(flat.scored)
  const references = tf.tensor1d(flat.references)
  const hidden = (row: number, column: number) => (column > row ? -1e9 : 0)
  const mask = tf.tensor2d(
    Float32Array.from({ length: tokens * tokens }, (_, i) => hidden(Math.floor(i / tokens), i % tokens)),
    [tokens, tokens],
  )
  const matrix = (name: string) => weight(name) as tf.Tensor2D

  const norm = (name: string, x: tf.Tensor2D) => {
    const { mean, variance } = tf.moments(x, 1, true)
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, NORM_EPSILON)))
    return tf.add(tf.mul(normal, weight(`${name}.weight`)), weight(`${name}.bias`)) as tf.Tensor2D
  }
  const splitHeads = (x: tf.Tensor) =>
    tf.transpose(tf.reshape(x, [rows(shape), tokens, heads, width / heads]), [0, 2, 1, 3])
  const attention = (x: tf.Tensor2D, name: string) => {
    const [q, k, v] = tf.split(tf.matMul(x, matrix(`${name}.c_attn.weight`)), 3, 1).map(splitHeads)
    const scores = tf.mul(tf.matMul(q!, k!, false, true), 1 / Math.sqrt(width / heads))
    const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), v!)
    const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [n, width]) as tf.Tensor2D
    return tf.matMul(joined, matrix(`${name}.c_proj.weight`))
  }
  const gelu = (x: tf.Tensor) => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI))
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1)) as tf.Tensor2D
  }

  return () => {
    const table = matrix('wte.weight')
    const embedded = oneHotIds ? tf.matMul(oneHotIds, table) : tf.gather(table, ids)
    const placed = tf.add(tf.reshape(embedded, [rows(shape), tokens, width]), weight('wpe.weight'))
    let x = tf.reshape(placed, [n, width]) as tf.Tensor2D
    for (let i = 0; i < layers; i++) {
      x = tf.add(x, attention(norm(`h.${i}.ln_1`, x), `h.${i}.attn`))
      const up = gelu(tf.matMul(norm(`h.${i}.ln_2`, x), matrix(`h.${i}.mlp.c_fc.weight`)))
      x = tf.add(x, tf.matMul(up, matrix(`h.${i}.mlp.c_proj.weight`)))
    }
    const logits = tf.matMul(norm('ln_f', x), table, false, true)
    const tokenLogProbs = tf.sum(tf.mul(tf.logSoftmax(logits), oneHotTargets), 1)
    const sums = tf.sum(tf.reshape(tf.mul(tokenLogProbs, scored), [rows(shape), tokens]), 1)
    const rewards = tf.mul(tf.sub(sums, references), TRAINING.beta) as tf.Tensor1D
    const margin = tf.sub(tf.slice1d(rewards, 0, pairs), tf.slice1d(rewards, pairs, pairs))
    return tf.mean(tf.softplus(tf.neg(margin))) as tf.Scalar
  }
}
