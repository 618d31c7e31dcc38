import { expect, it } from 'vitest'
import { marginReading } from './sums-reading'

const read = (chosen: number, rejected: number, whole = true) =>
  marginReading({ chosen, rejected, margin: chosen + rejected }, whole)

it('says which side brought the margin', () => {
  expect(read(1, 3)).toBe(
    'The margin of +4.00: 1.00 (25%) comes from chosen becoming likelier, 3.00 (75%) from rejected becoming less likely.',
  )
  expect(read(-1, 3)).toMatch(/rejected becoming less likely brings 3\.00, but chosen became less likely too.*1\.00/)
  expect(read(2, -0.5)).toMatch(/chosen becoming likelier brings 2\.00, but rejected became likelier too.*0\.50/)
  expect(read(-1, -2)).toMatch(/margin of \u22123\.00: chosen became less likely, \u22121\.00, and rejected likelier/)
  expect(read(1, 1, false)).toMatch(/^The margin’s change of \+2\.00/)
})

it('says so when nothing has moved', () => {
  expect(read(0, 0)).toMatch(/Nothing has moved/)
})

it('does not call a small move none', () => {
  expect(read(-0.002, 0.0006, false)).toMatch(/change of \u22120\.00140: rejected becoming less likely brings 0\.00060/)
})
