import { describe, expect, it } from 'vitest'
import { type Spread, spreadOf } from './figures'
import { above, agreementOf, below, falls, rises, risesThenFalls } from './findings'

const spread = (...values: number[]): Spread => spreadOf(values)!

describe('a spread over seeds', () => {
  it('is median and range, whatever the order, without what is missing', () => {
    expect(spreadOf([3, null, 1, 2])).toEqual({ median: 2, min: 1, max: 3, n: 3 })
    expect(spreadOf([4, 1])).toMatchObject({ median: 2.5 })
    expect(spreadOf([null])).toBeNull()
  })
})

describe('rises', () => {
  it('shows where medians are in order and the ends are apart', () => {
    expect(rises([spread(1, 2, 3), spread(2, 3, 4), spread(5, 6, 7)])).toBe('shows')
  })
  it('is unclear where the seeds of the ends overlap', () => {
    expect(rises([spread(1, 2, 5), spread(4, 6, 7)])).toBe('unclear')
  })
  it('is unclear where a median in between breaks the order', () => {
    expect(rises([spread(1, 1, 1), spread(9, 9, 9), spread(5, 5, 5)])).toBe('unclear')
  })
  it('is not so where the last is no higher', () => {
    expect(rises([spread(5, 6, 7), spread(1, 2, 3)])).toBe('not')
    expect(rises([spread(1, 2, 3), spread(1, 2, 3)])).toBe('not')
  })
  it('is unmeasured as soon as one is missing', () => {
    expect(rises([spread(1), null])).toBe('unmeasured')
    expect(rises([])).toBe('unmeasured')
  })
  it('is the mirror of falls', () => {
    expect(falls([spread(5, 6, 7), spread(1, 2, 3)])).toBe('shows')
    expect(falls([spread(1, 2, 3), spread(5, 6, 7)])).toBe('not')
  })
})

describe('rises then falls', () => {
  it('needs a peak that is apart from both ends', () => {
    expect(risesThenFalls([spread(1, 2), spread(8, 9), spread(3, 4)])).toBe('shows')
    expect(risesThenFalls([spread(1, 2), spread(3, 9), spread(3, 4)])).toBe('unclear')
  })
  it('is unclear where a median in between breaks the order', () => {
    expect(risesThenFalls([spread(1), spread(9), spread(2), spread(8), spread(3)])).toBe('unclear')
    expect(risesThenFalls([spread(2), spread(1), spread(9), spread(3)])).toBe('unclear')
  })
  it('is not so where it only rises, or only falls', () => {
    expect(risesThenFalls([spread(1), spread(2), spread(3)])).toBe('not')
    expect(risesThenFalls([spread(3), spread(2), spread(1)])).toBe('not')
  })
})

describe('a mark', () => {
  it('is passed by all seeds, by the median, or not', () => {
    expect([above(spread(1, 2, 3), 0.5), above(spread(-1, 2, 3), 0.5), above(spread(0, 0.4, 3), 0.5)]).toEqual([
      'shows',
      'unclear',
      'not',
    ])
    expect([below(spread(-3, -2, -1), 0), below(spread(-3, -2, 1), 0), below(spread(1), 0)]).toEqual([
      'shows',
      'unclear',
      'not',
    ])
  })
})

describe('agreement', () => {
  it('takes all findings to agree', () => {
    expect(agreementOf(['shows', 'shows'])).toBe('agrees')
    expect(agreementOf(['shows', 'unclear'])).toBe('partly')
    expect(agreementOf(['unclear', 'not'])).toBe('not-shown')
  })
  it('does not count what was not measured as agreement', () => {
    expect(agreementOf(['shows', 'unmeasured'])).toBe('partly')
    expect(agreementOf(['not', 'unmeasured'])).toBe('not-shown')
    expect(agreementOf(['unmeasured', 'unmeasured'])).toBe('unmeasured')
  })
})
