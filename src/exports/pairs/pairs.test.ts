import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOne, textsOf } from '../../datasets/source-for-tests'
import { pairsAsCsv } from './pairs-as-csv'
import { type PairRow, pairsAsJsonl } from './pairs-as-jsonl'
import { readPairRows } from './read-pair-rows'
import { inSameForm } from './same-form'

const AWKWARD: PairRow[] = [
  { prompt: 'At the door:\nTom:', chosen: ' Of course, "Sara".', rejected: ' No; go, now.\r\n' },
  { prompt: '水 \ufffd {', chosen: ' 👍 ', rejected: '\t[1,2]' },
]
const CHAT: PairRow[] = [
  {
    prompt: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello, "you"\nthere' },
    ],
    chosen: [{ role: 'assistant', content: 'Good morning' }],
    rejected: [{ role: 'assistant', content: 'What?' }],
  },
]
const IDS: PairRow[] = [
  { prompt: '', chosen: '', rejected: '', ids: { prompt: [1, 2], chosen: [3], rejected: [4, 5] } },
]

describe.each([
  ['jsonl', pairsAsJsonl],
  ['csv', pairsAsCsv],
] as const)('a file of pairs as %s is read back as the same pairs by the page', (format, write) => {
  it.each([
    ['texts', AWKWARD],
    ['conversations', CHAT],
  ])('%s', async (_, rows) => {
    const { pairs, dropped, source } = await readOne(`my-pairs.${format}`, write(rows))
    expect(textsOf(pairs)).toEqual(rows)
    expect(dropped).toEqual([])
    expect(source.guessed).toBe(false)
  })

  it('token ids', async () => {
    const { pairs } = await readOne(`my-pairs.${format}`, write(IDS))
    expect(pairs.map(({ ids }) => ids)).toEqual(IDS.map(({ ids }) => ids))
  })

  it('whatever the texts are', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((body) => ` ${body}z`)
    const row = fc
      .record({ prompt: text, chosen: text, rejected: text })
      .map((each) => ({ ...each, rejected: `${each.rejected}!${each.chosen}` }))
    await fc.assert(
      // One beside them that does not begin with its prompt, or a prompt repeated all through would be taken off.
      fc.asyncProperty(fc.array(row, { maxLength: 4 }), async (given) => {
        const rows = [...given, { prompt: 'p', chosen: 'a', rejected: 'b' }]
        const { pairs } = await readOne(`my-pairs.${format}`, write(rows))
        expect(textsOf(pairs)).toEqual(rows)
      }),
      { numRuns: 40 },
    )
  })
})

it('uses TRL’s names, and strings or messages as TRL takes them', () => {
  expect(pairsAsJsonl([{ prompt: 'p', chosen: ' a', rejected: ' b' }])).toBe(
    '{"prompt":"p","chosen":" a","rejected":" b"}\n',
  )
  expect(pairsAsJsonl([])).toBe('')
})

it('makes all rows conversations as soon as one is', () => {
  const text = { prompt: 'p', chosen: ' a', rejected: ' b' }
  expect(inSameForm([text])).toEqual([text])
  expect(inSameForm([...CHAT, text])[1]).toEqual({
    prompt: [{ role: 'user', content: 'p' }],
    chosen: [{ role: 'assistant', content: ' a' }],
    rejected: [{ role: 'assistant', content: ' b' }],
  })
})

describe('opening a file for a set', () => {
  it('gives the rows that were written, texts and one-turn conversations', () => {
    const chat = inSameForm([{ prompt: [{ role: 'user', content: 'p' }], chosen: 'a', rejected: 'b' }])
    const rows = readPairRows('f', pairsAsJsonl([...AWKWARD, ...chat]))
    expect(rows).toEqual([
      ...AWKWARD.map((row) => ({ ...row, chat: false })),
      { prompt: 'p', chosen: 'a', rejected: 'b', chat: true },
    ])
  })

  it.each([
    ['data/broken-json', '{"prompt":"p","chosen":"a","rejected":"b"}\n\n{"prompt":', 'Line 3'],
    ['data/wrong-type', '{"prompt":"p","chosen":"a"}', 'Line 1'],
    ['data/wrong-type', pairsAsJsonl(CHAT), 'Line 1'],
    ['data/empty', ' \n', '"f"'],
  ])('refuses the whole file with %s, and names the line', (code, text, named) => {
    const read = () => readPairRows('f', text)
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(named) }))
  })
})
