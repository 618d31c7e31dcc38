import { expect, it } from 'vitest'
import { decimalsFor, fixed, probability, signed } from './numbers'

it('writes signs truly, and none before zero', () => {
  expect([fixed(-1.25, 2), fixed(-0.0001, 3), fixed(2, 1)]).toEqual(['\u22121.25', '0.000', '2.0'])
  expect([signed(0.5, 2), signed(-0.5, 2), signed(0, 2), signed(-0.001, 2)]).toEqual([
    '+0.50',
    '\u22120.50',
    '0.00',
    '0.00',
  ])
})

it('writes probabilities with as many digits as they deserve', () => {
  expect([0, -0.7, -2.5, -5, -12].map(probability)).toEqual(['100%', '50%', '8.2%', '0.7%', '<0.1%'])
})

it('gives small numbers the decimals they need', () => {
  expect([[12, 0.1], [-0.4, 0.02], [0.03], [-0.002, 0.001], [0, 0], []].map(decimalsFor)).toEqual([2, 3, 4, 5, 2, 2])
})
