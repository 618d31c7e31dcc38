/**
 * @file The forms that this machine's adapter would not choose, on WebGPU: sums through the workgroup's memory instead
 * of subgroups, and the tiles and blocks of a hardware adapter.
 */
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { testOpCases } from '../../../../tests/support/op-cases'
import { initBackend } from '../../backend/init-backend'
import { adapterTraits, chooseTile } from './tile-choice'
import { type AdapterTraits, tilesFor } from './tiles'

describe('operations on webgpu, as for a hardware adapter without subgroups', () => {
  let traits: AdapterTraits
  beforeAll(async () => {
    await initBackend({
      backend: 'webgpu',
      onError: (message) => {
        throw new Error(`WebGPU: ${message}`)
      },
    })
    tf.env().set('WEBGPU_CPU_FORWARD', false)
    traits = adapterTraits()
    const hardware = { smallestSubgroup: 0, oneSubgroupSize: true, software: false }
    chooseTile(tilesFor(hardware)[0]!, hardware)
  })
  afterAll(() => chooseTile(tilesFor(traits)[0]!, traits))
  testOpCases()
})
