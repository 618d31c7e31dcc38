/** @file What is said of a run's memory, and when it stops the run. */
import { expect, it, vi } from 'vitest'
import type { MemoryVerdict } from '../protocol/memory'
import { checkMemory } from './check-memory'
import { SILENT } from './notes'

const MB = 1e6
const shares = { weights: 0, trained: 0, gradients: 0, optimizer: 0, activations: 0 }
const verdictOf = (verdict: MemoryVerdict['verdict'], remedy: string | null): MemoryVerdict => ({
  estimate: { ...shares, total: 900 * MB, largest: 300 * MB, recompute: false },
  verdict,
  limit: 500 * MB,
  tokens: 256,
  pairs: 2,
  remedy,
})

it('one line says how much; a doubt comes with its remedy', () => {
  const note = vi.fn()
  checkMemory(verdictOf('fits', null), { ...SILENT, note })
  checkMemory(verdictOf('unsure', 'To fit: halve it.'), { ...SILENT, note })
  expect(note.mock.calls).toEqual([
    ['about 900 MB of memory (2 pairs of up to 256 tokens at once)'],
    [expect.stringMatching(/^warning: about 900 MB .* where 500 MB are sure to be there\. To fit: halve it\.$/)],
  ])
})

it('what cannot be held is refused with the remedy', () => {
  const refused = {
    code: 'device/out-of-memory',
    message: expect.stringContaining('900 MB'),
    remedy: 'To fit: halve it.',
  }
  expect(() => checkMemory(verdictOf('too-large', 'To fit: halve it.'), SILENT)).toThrow(
    expect.objectContaining(refused),
  )
})
