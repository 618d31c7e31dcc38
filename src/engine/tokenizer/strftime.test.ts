import { expect, it } from 'vitest'
import { strftime } from './strftime'

it('writes dates as Python does', () => {
  const date = new Date(2025, 2, 5, 0, 7, 9)
  expect(strftime(date, '%d %b %Y')).toBe('05 Mar 2025')
  expect(strftime(date, '%A, %-d %B %y (%a, day %j)')).toBe('Wednesday, 5 March 25 (Wed, day 064)')
  expect(strftime(date, '%Y-%m-%d %H:%M:%S %I %p 100%% %Q')).toBe('2025-03-05 00:07:09 12 AM 100% %Q')
})
