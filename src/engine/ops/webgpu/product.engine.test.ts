/** @file Every tile in every order of factors, at sizes within, at and beyond its edges; and that a tile changes no bit. */
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../../tests/support/browser-backends'
import { expectCloseToLargest } from '../../../../tests/support/close'
import { fromBF16, fromF16, toBF16, toF16 } from '../../checkpoint/float16'
import { packHalf } from '../half'
import type { Order } from '../product-options'
import { product } from './product'
import { adapterTraits, chooseTile } from './tile-choice'
import { type AdapterTraits, largeTileFor, PLAIN_TILE, type Tile, tileName, tilesFor } from './tiles'

const GPU: AdapterTraits = { smallestSubgroup: 0, oneSubgroupSize: true, software: false }
const STEPPING: AdapterTraits = { smallestSubgroup: 4, oneSubgroupSize: true, software: true }
const NO_SUBGROUPS: AdapterTraits = { smallestSubgroup: 0, oneSubgroupSize: true, software: true }
const TILES: Tile[] = [...tilesFor(GPU), ...tilesFor(STEPPING), largeTileFor(STEPPING)!, ...tilesFor(NO_SUBGROUPS)]

const FORMATS = [
  ['f16', toF16, fromF16],
  ['bf16', toBF16, fromBF16],
] as const

/** [m, n, k]: in fours and not, smaller and larger than a tile, a sum that does not come in fours. */
const SIZES = [
  [16, 32, 8],
  [5, 7, 3],
  [20, 36, 12],
  [70, 68, 44],
  [24, 16, 13],
] as const

const numbers = (rows: number, columns: number, seed: number) =>
  Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(12.9898 * i + seed))

function exact(order: Order, a: Float32Array, b: Float32Array, m: number, n: number, k: number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, place) => {
    const [i, j] = [Math.floor(place / n), place % n]
    let sum = 0
    for (let q = 0; q < k; q++)
      sum += a[order === 'tn' ? q * m + i : i * k + q]! * b[order === 'nt' ? j * k + q : q * n + j]!
    return sum
  })
}

async function run(order: Order, m: number, n: number, k: number) {
  const [a, b] = [numbers(m, k, 1), numbers(k, n, 2)]
  const left = tf.tensor2d(a, order === 'tn' ? [k, m] : [m, k])
  const right = tf.tensor2d(b, order === 'nt' ? [n, k] : [k, n])
  const out = product(order, { tensor: left }, { tensor: right })
  const values = (await out.data()) as Float32Array
  tf.dispose([left, right, out])
  return { values, wanted: exact(order, a, b, m, n, k) }
}

describe('products on webgpu', () => {
  let traits: AdapterTraits
  let found: Tile
  beforeAll(async () => {
    await startBackend('webgpu')
    traits = adapterTraits()
    found = tilesFor(traits)[0]!
  })
  afterAll(() => chooseTile(found, traits))

  test.each(TILES.map((tile) => [tileName(tile), tile] as const))('%s', async (_, tile) => {
    // A tile whose four threads hand numbers round needs an adapter that has such threads.
    if (tile.kind === 'broadcast' && traits.smallestSubgroup !== 4) return
    chooseTile(tile, traits)
    for (const order of ['nn', 'nt', 'tn'] as const) {
      for (const [m, n, k] of SIZES) {
        // Factors that are padded with zeros for `nn` are the caller's affair.
        if (order === 'nn' && k % 4 !== 0 && n % 4 === 0) continue
        const { values, wanted } = await run(order, m, n, k)
        expectCloseToLargest(values, wanted, 1e-5, `${order} ${m}x${n}, sum of ${k}`)
      }
    }
  })

  test('all tiles add in the same order: the same bits', async () => {
    const results: Float32Array[] = []
    for (const tile of [...TILES, PLAIN_TILE]) {
      if (tile.kind === 'broadcast' && traits.smallestSubgroup !== 4) continue
      chooseTile(tile, traits)
      results.push((await run('nn', 36, 40, 52)).values)
    }
    for (const values of results) expect(values).toEqual(results[0])
  })

  test('a factor in 16 bits, in every tile, is the product with its rounded numbers', async () => {
    for (const tile of TILES) {
      if (tile.kind === 'broadcast' && traits.smallestSubgroup !== 4) continue
      chooseTile(tile, traits)
      for (const order of ['nn', 'nt'] as const) {
        const [m, n, k] = [20, 36, 12]
        const [a, b] = [numbers(m, k, 1), numbers(k, n, 2)]
        const left = tf.tensor2d(a, [m, k])
        for (const [format, pack, unpack] of FORMATS) {
          const { words } = packHalf(pack(b), order === 'nt' ? [n, k] : [k, n], format)
          const out = product(order, { tensor: left }, { tensor: words, half: format })
          const wanted = exact(order, a, unpack(pack(b)), m, n, k)
          expectCloseToLargest(await out.data(), wanted, 1e-5, `${order} ${format} ${tileName(tile)}`)
          tf.dispose([words, out])
        }
        left.dispose()
      }
    }
    expect(() => packHalf(toF16(numbers(3, 6, 1)), [3, 6], 'f16')).toThrow('columns must come in fours')
  })

  test.each([
    ['nt', 5, 37, 12, 'a vocabulary that does not come in fours'],
    ['nn', 5, 12, 10, 'an input that does not'],
  ] as const)('a factor in 16 bits, %s, of %i x %i and a sum of %i: %s', async (order, m, n, k, _) => {
    chooseTile(found, traits)
    const [a, b] = [numbers(m, k, 1), numbers(k, n, 2)]
    const left = tf.tensor2d(a, [m, k])
    for (const [format, pack, unpack] of FORMATS) {
      const { words } = packHalf(pack(b), order === 'nt' ? [n, k] : [k, n], format)
      const out = product(order, { tensor: left }, { tensor: words, half: format })
      expectCloseToLargest(await out.data(), exact(order, a, unpack(pack(b)), m, n, k), 1e-5, format)
      tf.dispose([words, out])
    }
    left.dispose()
  })

  test('a part of a matrix as factor and as result', async () => {
    chooseTile(found, traits)
    const a = tf.tensor2d(numbers(8, 24, 1), [8, 24])
    const b = tf.tensor2d(numbers(12, 16, 2), [12, 16])
    const out = tf.zeros<tf.Rank.R2>([8, 32])
    // Rows 4 to 7 and columns 8 to 19 of a, times b, into rows 2 to 5 and columns 12 to 27 of out, twice.
    const left = { tensor: a, start: 8, columns: 12, top: 4, rows: 4 }
    const into = { tensor: out, start: 12, columns: 16, top: 2, rows: 4 }
    product('nn', left, { tensor: b }, { out: into })
    product('nn', left, { tensor: b }, { out: into, accumulate: true })
    const wanted = tf.tidy(() =>
      tf.pad2d(tf.mul(tf.matMul(tf.slice(a, [4, 8], [4, 12]), b), 2) as tf.Tensor2D, [
        [2, 2],
        [12, 4],
      ]),
    )
    expectCloseToLargest(await out.data(), await wanted.data(), 1e-5, 'part')
    tf.dispose([a, b, out, wanted])
  })
})
