import { expect, it } from 'vitest'
import { fileName } from './file-name'

it.each([
  ['brave otter: β 2/3', 'brave-otter-β-2-3'],
  ['용감한 수달', '용감한-수달'],
  ['हिन्दी', 'हिन्दी'],
  ['../../etc/passwd', 'etc-passwd'],
  ['nul', 'nul-'],
  ['Aux.2', 'Aux-.2'],
  ['console', 'console'],
  ['***', 'run'],
])('makes of %s the file %s', (name, file) => expect(fileName(name)).toBe(file))

it('cuts between letters, and leaves no dot at the end, which Windows drops', () => {
  expect(fileName('𝒜'.repeat(90))).toBe('𝒜'.repeat(80))
  expect(fileName(`${'a'.repeat(79)}.b`)).toBe('a'.repeat(79))
})
