import { encode } from 'uqr'
import { expect, it } from 'vitest'
import { MOST_LETTERS } from './qr-code'

it('a code holds as many letters as are offered, and not one more', () => {
  const of = (letters: number) => encode('a'.repeat(letters), { ecc: 'L' })
  expect(of(MOST_LETTERS).size).toBeGreaterThan(0)
  expect(() => of(MOST_LETTERS + 1)).toThrow()
})
