/** @file What the cases of ops.test.ts are too small for: products beyond the blocks of their loops; shared work. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectCloseToLargest } from '../../../../tests/support/close'
import { useNodeBackend } from '../../../../tests/support/node-backend'
import { BOARD_BYTES, Board, type Job } from './board'
import { kernel, onWasm, output, placeOf } from './module'
import { product } from './product'
import { productRoutine } from './product-kernel'
import { Worth } from './worth'

const matrix = (rows: number, columns: number, seed: number) =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(seed + i * (1 + seed))),
    [rows, columns],
  )

/** In double precision. */
function multiply(order: string, a: tf.Tensor2D, b: tf.Tensor2D): Float64Array {
  const [x, y] = [a.dataSync(), b.dataSync()]
  const [m, k] = order === 'tn' ? [a.shape[1], a.shape[0]] : a.shape
  const n = order === 'nt' ? b.shape[0] : b.shape[1]
  const result = new Float64Array(m * n)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let p = 0; p < k; p++) {
        sum += x[order === 'tn' ? p * m + i : i * k + p]! * y[order === 'nt' ? j * k + p : p * n + j]!
      }
      result[i * n + j] = sum
    }
  }
  return result
}

describe('kernels on wasm', () => {
  beforeAll(() => useNodeBackend('wasm').then(() => {}))

  test('run here', () => expect(onWasm()).toBe(true))

  test.each([
    { order: 'nn', m: 131, k: 517, n: 7 },
    { order: 'nn', m: 9, k: 3, n: 1031 },
    { order: 'nn', m: 3, k: 300, n: 16 },
    { order: 'nt', m: 5, k: 515, n: 530 },
    { order: 'tn', m: 133, k: 263, n: 30 },
    { order: 'tn', m: 6, k: 1, n: 521 },
  ] as const)('$order of [$m, $k] and [$k, $n], with bias and what is there already', async ({ order, m, k, n }) => {
    const a = order === 'tn' ? matrix(k, m, 1) : matrix(m, k, 1)
    const b = order === 'nt' ? matrix(n, k, 2) : matrix(k, n, 2)
    const bias = tf.tensor1d(Float32Array.from({ length: n }, (_, j) => j / n))
    const there = matrix(m, n, 3)
    const expected = multiply(order, a, b)
    const wanted = expected.map((sum, i) => sum + bias.dataSync()[i % n]! + there.dataSync()[i]!)
    product(order, { tensor: a }, { tensor: b }, { bias, out: { tensor: there }, accumulate: true })
    expectCloseToLargest(await there.data(), wanted, 1e-5, 'product')
    tf.dispose([a, b, bias, there])
  })

  test('a product in parts has the same bits as in one', () => {
    const run = kernel(productRoutine, { work: () => 0 })
    const [m, k, n] = [140, 300, 90]
    const [a, b] = [matrix(m, k, 1), matrix(k, n, 2)]
    const results = [
      [[0, 0, m]],
      [
        [0, 0, 40],
        [0, 40, 136],
        [0, 136, m],
      ],
      [
        [1, 0, 64],
        [1, 64, n],
      ],
    ].map((parts) => {
      const c = output<tf.Tensor2D>([m, n])
      for (const [byColumns, from, to] of parts as [number, number, number][]) {
        run({
          ...{ a: placeOf(a), aRow: 4 * k, aTurned: 0, b: placeOf(b), bRow: 4 * n, bTurned: 0 },
          ...{ c: placeOf(c), cRow: 4 * n, bias: 0, residual: 0, residualRow: 0, m, n, k, byColumns, from, to },
        })
      }
      const values = c.dataSync()
      c.dispose()
      return values
    })
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
    tf.dispose([a, b])
  })
})

test('every part of a job is done once, and a job after it is another one', () => {
  const board = new Board(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }), 8 * BOARD_BYTES)
  expect(board.helpers).toBe(0)
  const job: Job = { kernel: 1, code: 0, codeBytes: 0, fromAt: 1, toAt: 2, step: 4, values: [7, 3, 14] }
  for (let turn = 0; turn < 3; turn++) {
    const parts: number[][] = []
    const shared = board.share(job, (...values) => parts.push(values), false)
    expect(shared).toMatchObject({ parts: 3, byHelpers: 0 })
    expect(parts).toEqual([
      [7, 3, 7],
      [7, 7, 11],
      [7, 11, 14],
    ])
  }
})

test('helpers that hold up more than they bring are left out for a while, longer each time', () => {
  let now = 0
  const worth = new Worth(() => now)
  for (let job = 0; job < 30; job++) worth.add(0.5, 0.1)
  // One pause, now and then.
  worth.add(0.5, 4)
  expect(worth.isGiven).toBe(true)
  for (const pause of [100, 200, 400]) {
    for (let job = 0; job < 10 && worth.isGiven; job++) worth.add(0.5, 4)
    expect(worth.isGiven).toBe(false)
    now += pause - 1
    expect(worth.isGiven).toBe(false)
    now += 1
    expect(worth.isGiven).toBe(true)
  }
})
