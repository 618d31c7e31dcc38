/** @file Every operation's explicit backward against the tape, in Node. */
import { beforeAll, describe } from 'vitest'
import { useNodeBackend } from '../../../tests/support/node-backend'
import { testOpCases } from '../../../tests/support/op-cases'

describe.each(['cpu', 'wasm'] as const)('operations on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend).then(() => {}))
  testOpCases()
})
