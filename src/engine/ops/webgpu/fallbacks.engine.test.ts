/**
 * @file The forms that this machine's adapter would not choose, on WebGPU: sums through the workgroup's memory instead
 * of subgroups, and the tiles and blocks of a hardware adapter.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import { startBackend } from '../../../../tests/support/browser-backends'
import { testOpCases } from '../../../../tests/support/op-cases'
import { adapterTraits, chooseTile } from './tile-choice'
import { type AdapterTraits, tilesFor } from './tiles'

describe('operations on webgpu, as for a hardware adapter without subgroups', () => {
  let traits: AdapterTraits
  beforeAll(async () => {
    await startBackend('webgpu')
    traits = adapterTraits()
    const hardware = { smallestSubgroup: 0, oneSubgroupSize: true, software: false }
    chooseTile(tilesFor(hardware)[0]!, hardware)
  })
  afterAll(() => chooseTile(tilesFor(traits)[0]!, traits))
  testOpCases()
})
