/** @file A formula as a kernel against the same formula on numbers, at ordinary and extreme inputs. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose } from '../../../tests/support/close'
import { countDispatches } from '../../../tests/support/dispatches'
import { expectNoLeak } from '../../../tests/support/leaks'
import { createRandom } from '../../protocol/random'
import { scalarFunction } from './scalar-function'
import { type Formula, NUMBERS } from './scalars'

/** Every operation once, with constants on either side of it. */
const EVERY: Formula<'x' | 'y', 'shared', string> = {
  name: 'every operation',
  inputs: ['x', 'y'],
  params: ['shared'],
  outputs: [
    ['add', 'sub', 'mul', 'div', 'neg', 'abs'],
    ['exp', 'log', 'min', 'max', 'greater', 'x', 'constant'],
  ],
  evaluate: (m, { x, y }, { shared }) => ({
    add: m.add(x, m.add(-0.1, y)),
    sub: m.sub(3, x),
    mul: m.mul(m.mul(x, 1e-7), shared),
    div: m.div(shared, m.add(m.abs(y), 1e-20)),
    neg: m.neg(m.neg(m.neg(x))),
    abs: m.abs(x),
    exp: m.exp(m.neg(m.abs(x))),
    log: m.log(m.add(m.abs(x), 0.25)),
    min: m.min(m.min(x, y), 1e30),
    max: m.max(m.max(x, y), -1e30),
    greater: m.ifGreater(x, y, 1, m.ifGreater(y, 0, x, -2)),
    x,
    constant: 1 / 3,
  }),
}
const SHARED = { shared: 0.3 }

/** Sums cancel, and so does a logarithm near 0: an error is as large as what went in. */
const SIZES: Record<string, (x: number, y: number) => number> = {
  add: (x, y) => Math.abs(x) + Math.abs(y) + 0.1,
  sub: (x) => Math.abs(x) + 3,
  log: () => 1,
}

const EXTREMES = [0, -0, 1e-30, -1e-30, 0.25, -0.25, 1, -1, 16_777_217, -1e18, 1e18, -3e38, 3e38]

/** 1 more than a multiple of the workgroup. */
function inputs(): { x: Float32Array; y: Float32Array } {
  const random = createRandom(3, 'scalars')
  const pairs = EXTREMES.flatMap((x) => EXTREMES.map((y) => [x, y] as const))
  while (pairs.length % 64 !== 1) pairs.push([20 * random.normal(), 20 * random.normal()])
  return { x: Float32Array.from(pairs, ([x]) => x), y: Float32Array.from(pairs, ([, y]) => y) }
}

async function evaluate({ x, y }: ReturnType<typeof inputs>): Promise<Record<string, number>[]> {
  const tensors = [tf.tensor1d(x), tf.tensor1d(y)]
  const results = scalarFunction(EVERY)(x.length, tensors, SHARED)
  const values: number[] = []
  for (const result of results) values.push(...(await result.data()))
  tf.dispose([...tensors, ...results])
  const names = EVERY.outputs.flat()
  return Array.from(x, (_, i) => Object.fromEntries(names.map((name, c) => [name, values[c * x.length + i]!])))
}

describeOnBackends('a formula', (backend) => {
  test('gives on tensors what it gives on numbers', async () => {
    const given = inputs()
    const actual = await evaluate(given)
    actual.forEach((row, i) => {
      const [x, y] = [given.x[i]!, given.y[i]!]
      const expected = EVERY.evaluate(NUMBERS, { x, y }, SHARED)
      for (const [name, value] of Object.entries(expected)) {
        const size = Math.abs(value) + (SIZES[name]?.(x, y) ?? 0)
        // Beyond float32, whatever the GPU makes of it.
        if (size > 3.4e38) continue
        expectClose([row[name]!], [value], 1e-5 * size + 1e-37, `${name} of ${x}, ${y}`)
      }
    })
  })

  test('of an input that is not finite is NaN, for that element alone', async () => {
    const x = Float32Array.from([1, Number.NaN, 2, Number.POSITIVE_INFINITY, 3, 4, 5])
    const y = Float32Array.from([1, 1, 1, 1, 1, Number.NEGATIVE_INFINITY, 1])
    const rows = await evaluate({ x, y })
    const found = rows.map((row) => [...new Set(Object.values(row).map(Number.isNaN))])
    expect(found).toEqual([[false], [true], [false], [true], [false], [true], [false]])
  })

  test('takes its columns in any split of tensors, and leaves nothing behind', async () => {
    const { x, y } = inputs()
    await expectNoLeak(async () => {
      const together = tf.tensor1d([...x, ...y])
      const apart = [tf.tensor1d(x), tf.tensor1d(y)]
      const formula = scalarFunction(EVERY)
      const results = [...formula(x.length, [together], SHARED), ...formula(x.length, apart, SHARED)]
      const [a, b, c, d] = await Promise.all(results.map((result) => result.data()))
      expect([a, b]).toEqual([c, d])
      expect(() => formula(x.length, [together, ...apart], SHARED)).toThrow(/4 columns/)
      tf.dispose([together, ...apart, ...results])
    })
  })

  if (backend === 'webgpu') {
    test('costs one dispatch, whatever the number of outputs', () => {
      const tensors = [tf.tensor1d([1, 2, 3]), tf.tensor1d([4, 5, 6])]
      const { result, dispatches } = countDispatches(() => scalarFunction(EVERY)(3, tensors, SHARED))
      expect(dispatches).toBe(1)
      tf.dispose([...tensors, ...result])
    })
  }
})
