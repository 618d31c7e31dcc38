import { expect, test } from 'vitest'
import { usefulThreads } from './wasm-threads'

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 2],
  [8, 4],
  [64, 4],
])('%i processors: %i threads', (processors, threads) => expect(usefulThreads(processors)).toBe(threads))
