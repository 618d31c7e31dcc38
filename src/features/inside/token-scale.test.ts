import { expect, it } from 'vitest'
import { signOf, strengthOf } from './token-scale'

it('is symmetric, grows with the difference, and ends at the limit', () => {
  const sizes = [0, 0.5, 1, 2, 9]
  const strengths = sizes.map((size) => strengthOf(size, 2))
  expect(strengths).toEqual(sizes.map((size) => strengthOf(-size, 2)))
  expect(strengths[0]).toBe(0)
  expect(strengths).toEqual([...strengths].sort((a, b) => a - b))
  expect(strengths[3]).toBe(strengths[4])
})

it('tells the sign without colour, but not of what hardly differs', () => {
  expect([0.5, -0.5, 0.01, 0, Number.NaN].map((difference) => signOf(difference, 1))).toEqual([
    'up',
    'down',
    'none',
    'none',
    'none',
  ])
})
