import { beforeAll, describe } from 'vitest'
import { testGeneration } from '../../../tests/support/generate-cases'
import { useNodeBackend } from '../../../tests/support/node-backend'

describe.each(['cpu', 'wasm'] as const)('generation on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend).then(() => {}))
  testGeneration()
})
