import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { AppError } from '../protocol/errors'
import { readPairs } from './read-pairs'
import { gzip, sourceOf, textsOf } from './source-for-tests'

// Cells with all that quoting, escaping and decoding could trip over; the letter keeps them from being blank.
const cell = fc
  .string({
    unit: fc.constantFrom('a', 'é', '水', '👍', '"', ',', ';', '\\', '{', ']', '\n', '\r\n', '\t', ' '),
    maxLength: 12,
  })
  .map((text) => `${text}z`)
const row = fc.record({ prompt: cell, chosen: cell.map((c) => `1${c}`), rejected: cell.map((c) => `2${c}`) })
const rows = fc.array(row, { minLength: 1, maxLength: 6 })
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })

const writers: Record<string, (rows: object[]) => string> = {
  jsonl: (rows) => rows.map((row) => JSON.stringify(row)).join('\n'),
  json: (rows) => JSON.stringify(rows),
  'json, indented': (rows) => JSON.stringify(rows, null, 2),
  'json, under a key': (rows) => JSON.stringify({ about: 'x"[{', data: rows }),
  'json, one after another': (rows) => rows.map((row) => JSON.stringify(row, null, 2)).join('\n'),
  csv: (rows) => Papa.unparse(rows, { newline: '\n' }),
  'csv, all quoted, \\r\\n': (rows) => Papa.unparse(rows, { newline: '\r\n', quotes: true }),
}

describe('what was written is read back, in pieces of any size', () => {
  it.each(Object.keys(writers))('%s', async (format) => {
    await fc.assert(
      fc.asyncProperty(rows, sizes, fc.boolean(), async (given, pieces, packed) => {
        const text = writers[format]!(given)
        const content = packed ? await gzip(text) : text
        const { pairs } = await readPairs([sourceOf('file', content, pieces)])
        expect(textsOf(pairs)).toEqual(given)
      }),
      { numRuns: 60 },
    )
  })
})

describe('garbage', () => {
  const json = fc.constantFrom(
    '{"prompt":"p","chosen":"a","rejected":"b"}',
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    '\n',
    '\\',
    'x',
    ':',
  )
  const csv = fc.constantFrom('prompt,chosen,rejected\n', 'a,b,c\n', '"', ',', '\n', '\r', 'x', ' ')
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Uint8Array.from([0x1f, 0x8b, 8, ...bytes])),
    fc.array(json, { maxLength: 25 }).map((parts) => new TextEncoder().encode(parts.join(''))),
    fc.array(csv, { maxLength: 25 }).map((parts) => new TextEncoder().encode(parts.join(''))),
  )
  const name = fc.constantFrom('f', 'f.json', 'f.jsonl', 'f.csv')
  it('gives pairs or an AppError that names code and remedy, and comes to an end', async () => {
    await fc.assert(
      fc.asyncProperty(garbage, name, sizes, async (bytes, file, pieces) => {
        try {
          const { pairs } = await readPairs([sourceOf(file, bytes, pieces)])
          expect(pairs.length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect((error as AppError).code).toMatch(/^data\//)
          expect((error as AppError).remedy).not.toBe('')
        }
      }),
      { numRuns: 1500 },
    )
  })
})
