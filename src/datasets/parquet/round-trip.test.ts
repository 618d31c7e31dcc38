import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../protocol/errors'
import { fileOf } from '../../protocol/folder'
import { sourceOfFile } from '../file-source'
import { readPairs } from '../read-pairs'
import { lines, sourceOf } from '../source-for-tests'
import type { PairSource } from '../sources'
import { CODECS, writeParquet } from './parquet-for-tests'

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é', '水', '👍', '"'), maxLength: 6 })
const cell = fc.option(text, { freq: 9 })
const plain = fc.record({ prompt: cell, chosen: cell, rejected: cell })
const implicit = fc.record({ chosen: cell, rejected: cell })
const message = fc.record({ role: fc.constantFrom('user', 'assistant', 'system', 'tool'), content: cell })
const messages = fc.option(fc.array(message, { maxLength: 3 }), { freq: 9 })
const chat = fc.record({ prompt: messages, chosen: messages, rejected: messages })
const turns = fc.array(fc.record({ from: fc.constantFrom('human', 'gpt'), value: cell }), { maxLength: 3 })
const shareGpt = fc.record({ conversations: turns, chosen: turns, rejected: turns })
const good = fc.record({
  prompt: text.map((t) => `${t}p`),
  chosen: text.map((t) => `1${t}`),
  rejected: text.map((t) => `2${t}`),
})
const said = (role: string, content: string) => [{ role, content }]
const asChat = ({ prompt, chosen, rejected }: Record<'prompt' | 'chosen' | 'rejected', string>) => ({
  prompt: said('user', prompt),
  chosen: said('assistant', chosen),
  rejected: said('assistant', rejected),
})
const asTurns = ({ prompt, chosen, rejected }: Record<'prompt' | 'chosen' | 'rejected', string>) => ({
  conversations: [{ from: 'human', value: prompt }],
  chosen: [{ from: 'gpt', value: chosen }],
  rejected: [{ from: 'gpt', value: rejected }],
})
const some = <T>(row: fc.Arbitrary<T>) => fc.array(row, { minLength: 1, maxLength: 8 })
const rows: fc.Arbitrary<Record<string, unknown>[]> = fc.oneof(
  some(fc.oneof(plain, good)),
  some(implicit),
  some(fc.oneof(chat, good.map(asChat))),
  some(fc.oneof(shareGpt, good.map(asTurns))),
)
const layout = fc.record({
  codec: fc.constantFrom(...CODECS),
  rowGroupSize: fc.integer({ min: 1, max: 9 }),
  pageSize: fc.constantFrom(10, 1000),
})

/** Pairs, or the code of the refusal: never any other exception. */
async function outcomeOf(source: PairSource) {
  try {
    const { pairs, report } = await readPairs([source])
    expect(pairs.length).toBeGreaterThan(0)
    const dropped = report.sources.flatMap((each) => each.dropped.map(({ row, code }) => `${row} ${code}`))
    return { pairs, dropped, mapping: report.sources[0]!.mapping }
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toMatch(/^data\//)
    expect((error as AppError).remedy).not.toBe('')
    return (error as AppError).code
  }
}

describe('Parquet', () => {
  it('gives the pairs, and drops the rows, that the same rows as lines of JSON give', async () => {
    let withPairs = 0
    await fc.assert(
      fc.asyncProperty(rows, layout, async (given, options) => {
        const fromJson = await outcomeOf(sourceOf('file', lines(...given)))
        const fromParquet = await outcomeOf(sourceOfFile('file', fileOf(writeParquet(given, options))))
        expect(fromParquet).toEqual(fromJson)
        if (typeof fromJson !== 'string') withPairs++
      }),
      { numRuns: 200 },
    )
    expect(withPairs).toBeGreaterThan(50)
  })

  const written = fc
    .tuple(fc.array(good, { minLength: 1, maxLength: 20 }), fc.boolean(), layout)
    .map(([given, isChat, options]) => ({
      count: given.length,
      bytes: writeParquet(isChat ? given.map(asChat) : given, options),
    }))

  it('cut off anywhere is refused', async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.double({ min: 0, max: 1, noNaN: true }), async ({ bytes }, share) => {
        const length = Math.min(bytes.length - 1, Math.floor(bytes.length * share))
        const outcome = await outcomeOf(sourceOfFile('f', fileOf(bytes.slice(0, length))))
        expect(outcome).toMatch(length < 5 ? /^data\// : /^data\/broken-parquet$/)
      }),
      { numRuns: 150 },
    )
  })

  it('damaged anywhere is refused or gives no more than was written, and comes to an end', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(written, damage, fc.boolean(), async ({ bytes, count }, places, inFooter) => {
        const damaged = bytes.slice()
        const from = inFooter ? Math.floor(bytes.length / 2) : 0
        for (const [place, value] of places) damaged[from + (place % (bytes.length - from))] = value
        const outcome = await outcomeOf(sourceOfFile('f', fileOf(damaged)))
        if (typeof outcome !== 'string')
          expect(outcome.pairs.length + outcome.dropped.length).toBeLessThanOrEqual(count)
      }),
      { numRuns: 500 },
    )
  })
})
