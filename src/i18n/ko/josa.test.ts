/** @file Particles follow the sound that a word ends with. */
import { describe, expect, test } from 'vitest'
import { josa } from './josa'

describe('particles', () => {
  test.each([
    ['모델', '을/를', '모델을'],
    ['데이터', '을/를', '데이터를'],
    ['샘플', '이/가', '샘플이'],
    ['어댑터', '이/가', '어댑터가'],
    ['정책', '은/는', '정책은'],
    ['β', '과/와', 'β와'],
    ['모델', '으로/로', '모델로'],
    ['선택', '으로/로', '선택으로'],
    ['어댑터', '으로/로', '어댑터로'],
  ] as const)('%s %s', (word, pair, wanted) => expect(josa(word, pair)).toBe(wanted))

  test.each([
    ['3', '을/를', '3을'],
    ['1', '으로/로', '1로'],
    ['2', '이/가', '2가'],
    ['10', '으로/로', '10으로'],
    ['1.5', '이/가', '1.5가'],
  ] as const)('digits are read as numbers: %s %s', (word, pair, wanted) => expect(josa(word, pair)).toBe(wanted))

  test('letters are read by their names, and quotes are not read', () => {
    expect(josa('config.json', '이/가')).toBe('config.json이')
    expect(josa('SFT', '을/를')).toBe('SFT를')
    expect(josa('“모델”', '이/가')).toBe('“모델”이')
  })
})
