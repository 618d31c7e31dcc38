import { expect, it } from 'vitest'
import type { DecoderConfig } from '../engine/model/config'
import { createDecoder } from '../engine/model/decoder'
import type { Training } from '../engine/training/trainer'
import type { OpenedModel } from './load-model'
import { packMerged } from './save-model'

/** Of 1.5 billion weights: 6 GB in 32 bits. */
const LARGE: DecoderConfig = {
  family: 'llama',
  vocab: 32_000,
  context: 1024,
  width: 2048,
  layers: 28,
  heads: 16,
  kvHeads: 16,
  headDim: 128,
  ffWidth: 5632,
  norm: 'rms',
  normEps: 1e-5,
  positions: 'rotary',
  ropeTheta: 10_000,
  feedForward: 'gated-silu',
  tiedHead: true,
}

it('refuses a model that no zip can hold before it reads one of its weights, and frees the snapshot', async () => {
  let freed = false
  const dispose = () => {
    freed = true
  }
  const training = { snapshot: () => ({ decoder: createDecoder(LARGE), policy: new Map(), dispose }) }
  const opened = { hfConfig: {}, texts: new Map() }
  const zip = packMerged(opened as unknown as OpenedModel, training as unknown as Training)
  await expect(zip).rejects.toMatchObject({
    code: 'storage/full',
    message: expect.stringContaining('a zip holds 4.3 GB'),
  })
  expect(freed).toBe(true)
})
