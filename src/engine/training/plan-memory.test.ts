/** @file What is said of a model before it comes is what would be said of it once it is there. */
import { expect, test, vi } from 'vitest'
import { SMOLLM2_135M } from '../../../tests/support/shapes'
import type { LoadPlan } from '../checkpoint/hf-folder'
import { createDecoder } from '../model/decoder'
import { judgePlan } from './plan-memory'

vi.mock('../ops/memory', async (original) => ({ ...(await original<object>()), onGpu: () => true }))

const GIB = 2 ** 30
const planOf = (half: boolean): LoadPlan => ({
  decoder: createDecoder(SMOLLM2_135M),
  texts: { texts: new Map() },
  parameters: 134_515_008,
  bytes: {},
  fileBytes: 0,
  half,
})

test('weights, adapter and activations of a large model under its preset', () => {
  const limits = { total: GIB, tensor: GIB }
  const whole = judgePlan(planOf(false), limits)
  expect(whole).toMatchObject({ pairs: 4, tokens: 512 })
  expect(whole.estimate.weights).toBe(4 * 134_515_008)
  // Rank 16 on all linear layers, once as it is trained and once as it began.
  expect(whole.estimate.trained).toBe(4 * 2 * 4_884_480)
  const half = judgePlan(planOf(true), limits)
  const norms = (2 * 30 + 1) * 576
  expect(half.estimate.weights).toBe(2 * 134_515_008 + 2 * norms)
  expect(half.estimate.activations).toBe(whole.estimate.activations)
  expect(half.verdict).toBe('fits')
})

test('a device with little is told so before anything is fetched', () => {
  const { verdict } = judgePlan(planOf(false), { total: GIB / 4, tensor: GIB / 4 })
  expect(verdict).toBe('unsure')
  expect(judgePlan(planOf(false), { total: GIB / 16, tensor: GIB / 16 }).verdict).toBe('too-large')
})
