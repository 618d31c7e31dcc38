/** @file How pairs are shared out among forward passes. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { useNodeBackend } from '../../../tests/support/node-backend'
import { SMOLLM2_135M } from '../../../tests/support/shapes'
import type { DecoderConfig } from '../model/config'
import type { Decoder } from '../model/decoder'
import { blockBytes, LogProbCache, pairsPerPass, splitIntoPasses } from './log-prob-cache'
import type { TokenizedPair } from './tokenize-pairs'

const SMALL: DecoderConfig = { ...SMOLLM2_135M, width: 64, heads: 4, kvHeads: 2, headDim: 16, ffWidth: 176 }

const pairOf = (tokens: number, row = 0): TokenizedPair => {
  const ids = (length: number): number[] => new Array(length).fill(0)
  const flags = { cutPrompt: false, cutChosen: false, cutRejected: false, straddled: false, swapped: false }
  const pair = { row, source: 'test', prompt: '', chosen: '', rejected: '' }
  return { source: 'test', row, prompt: ids(8), chosen: ids(1), rejected: ids(tokens - 8), ...flags, pair }
}

beforeAll(() => useNodeBackend('cpu'))

test('a small model takes eight pairs at a time, a large one as many as 64 MiB hold, and at least one', () => {
  expect(pairsPerPass(SMALL, 256)).toBe(8)
  for (const tokens of [128, 256, 512]) {
    const pairs = pairsPerPass(SMOLLM2_135M, tokens)
    expect(2 * pairs * tokens * blockBytes(SMOLLM2_135M)).toBeLessThanOrEqual(64 * 2 ** 20)
    expect(2 * (pairs + 1) * tokens * blockBytes(SMOLLM2_135M)).toBeGreaterThan(64 * 2 ** 20)
  }
  expect(pairsPerPass(SMOLLM2_135M, 8192)).toBe(1)
})

test('every pair passes once, in order; a long one makes its own pass shorter, not those after it', () => {
  const lengths = [64, 64, 2048, 64, 64, 64, 64, 64, 64, 64, 64, 64]
  const pairs = lengths.map(pairOf)
  const passes = splitIntoPasses(pairs, SMOLLM2_135M)
  expect(passes.flat()).toEqual(pairs)
  expect(passes.map((pass) => pass.length)).toEqual([2, 1, 8, 1])
  expect(splitIntoPasses([], SMOLLM2_135M)).toEqual([])
})

test('many pairs are computed once each, and a timer runs between two passes', async () => {
  const passes: string[] = []
  const decoder = {
    config: SMALL,
    logProbs(_: unknown, { targets }: { targets: Int32Array }) {
      passes.push('pass')
      return tf.ones([targets.length])
    },
  } as unknown as Decoder
  const cache = new LogProbCache(decoder, new Map(), 0)
  const pairs = Array.from({ length: 24 }, (_, row) => pairOf(32, row))
  setTimeout(() => passes.push('timer'))
  await Promise.all([cache.requestAll(pairs), cache.requestAll(pairs)])
  expect(passes.filter((entry) => entry === 'pass')).toHaveLength(3)
  expect(passes.indexOf('timer')).toBeGreaterThan(0)
  expect(passes.indexOf('timer')).toBeLessThan(3)
  for (const pair of pairs) expect(cache.get(pair)).toEqual({ chosen: 1, rejected: 24 })
  const tensors = tf.memory().numTensors
  await cache.requestAll(pairs)
  expect(tf.memory().numTensors).toBe(tensors)
  expect(passes).toHaveLength(4)
})
