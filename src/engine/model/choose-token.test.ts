import { expect, test } from 'vitest'
import { createRandom } from '../../protocol/random'
import { chooseToken, type Sampling } from './choose-token'

/** Probabilities 0.5, 0.25, 0.15, 0.1 at ids 2, 0, 3, 1. */
const LOGITS = Float32Array.of(0.25, 0.1, 0.5, 0.15).map(Math.log)

function shares(sampling: Sampling, draws = 20_000): number[] {
  const random = createRandom(3)
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < draws; i++) counts[chooseToken(LOGITS, sampling, random)]! += 1 / draws
  return counts
}

const expectShares = (actual: number[], expected: number[]) =>
  expected.forEach((share, id) => {
    if (share === 0) expect(actual[id]).toBe(0)
    else expect(Math.abs(actual[id]! - share)).toBeLessThan(0.02)
  })

test('temperature 0 takes the likeliest, and draws nothing', () => {
  const random = createRandom(1)
  const first = createRandom(1).next()
  expect(chooseToken(LOGITS, { temperature: 0 }, random)).toBe(2)
  expect(random.next()).toBe(first)
})

test('temperature 1 follows the probabilities, 0.5 squares them', () => {
  expectShares(shares({ temperature: 1 }), [0.25, 0.1, 0.5, 0.15])
  const squares = [0.0625, 0.01, 0.25, 0.0225]
  expectShares(
    shares({ temperature: 0.5 }),
    squares.map((s) => s / 0.345),
  )
})

test('top-k keeps k tokens, top-p the fewest that reach p, both by renormalising', () => {
  expectShares(shares({ temperature: 1, topK: 2 }), [1 / 3, 0, 2 / 3, 0])
  expectShares(shares({ temperature: 1, topP: 0.7 }), [1 / 3, 0, 2 / 3, 0])
  expectShares(shares({ temperature: 1, topP: 0.8 }), [0.25 / 0.9, 0, 0.5 / 0.9, 0.15 / 0.9])
  expectShares(shares({ temperature: 1, topP: 0.1 }), [0, 0, 1, 0])
  // Of the two that top-k leaves, the first has two thirds.
  expectShares(shares({ temperature: 1, topK: 2, topP: 0.6 }), [0, 0, 1, 0])
})

test('0, null and 1 switch top-k and top-p off; one number is drawn per token', () => {
  expectShares(shares({ temperature: 1, topK: 0, topP: 1 }), [0.25, 0.1, 0.5, 0.15])
  expectShares(shares({ temperature: 1, topK: null, topP: null }), [0.25, 0.1, 0.5, 0.15])
  const [a, b] = [createRandom(4), createRandom(4)]
  chooseToken(LOGITS, { temperature: 1, topK: 1 }, a)
  b.next()
  expect(a.next()).toBe(b.next())
})
