import { parquetMetadata } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { fileOf } from '../../protocol/folder'
import { sourceOfFile } from '../file-source'
import { readPairs } from '../read-pairs'
import { gzip, readOne, sourceOf, textsOf } from '../source-for-tests'
import {
  allPresent,
  byHand,
  bytesOf,
  CODECS,
  dataPage,
  dictionaryPage,
  plainTexts,
  thrift,
  varint,
  writeParquet,
} from './parquet-for-tests'

const TEA = { prompt: 'Tea?', chosen: ' Yes, please.', rejected: ' No.' }
const JAM = { prompt: 'Jam?', chosen: ' Gladly.', rejected: ' Nie über 水 👍.' }
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...TEA, prompt: `Tea number ${i}?` }))

describe('Parquet', () => {
  it.each(CODECS)('packed with %s', async (codec) => {
    const { pairs, source } = await readOne('pairs', writeParquet([TEA, JAM], { codec }))
    expect(textsOf(pairs)).toEqual([TEA, JAM])
    const columns = ['prompt', 'chosen', 'rejected']
    expect(source).toMatchObject({ format: 'parquet', kind: 'explicit-text', guessed: false, rows: 2, columns })
  })
  it('in ranges, as a stream in pieces, and even packed with gzip', async () => {
    const bytes = writeParquet([TEA, JAM])
    const packed = await gzip(bytes)
    const sources = [sourceOfFile('a', fileOf(bytes)), sourceOf('b', bytes, [1, 7]), sourceOfFile('c', fileOf(packed))]
    for (const source of sources) expect(textsOf((await readPairs([source])).pairs)).toEqual([TEA, JAM])
  })
  it('with dictionaries, difference encodings, and texts that are not marked as text', async () => {
    const rows = [...many(300), TEA, JAM, JAM, TEA]
    for (const encoding of [undefined, 'PLAIN', 'DELTA_BYTE_ARRAY', 'DELTA_LENGTH_BYTE_ARRAY'] as const) {
      const bytes = writeParquet(rows, { encoding, pageSize: 100, rowGroupSize: 120, unmarked: ['prompt', 'chosen'] })
      expect(textsOf((await readOne('a', bytes)).pairs)).toEqual(rows)
    }
  })
  it('with messages, whose further fields are empty', async () => {
    const user = { role: 'user', content: 'Tea?', name: null }
    const row = (content: string) => [{ role: 'assistant', content, name: null }]
    const rows = [
      { prompt: [user], chosen: row('Yes.'), rejected: row('No.') },
      { prompt: [{ ...user, role: 'system' }, user], chosen: row('Oh yes.'), rejected: row('No.') },
      { prompt: [], chosen: row('a'), rejected: row('b') },
      { prompt: null, chosen: row('a'), rejected: row('b') },
    ]
    const { pairs, dropped, source } = await readOne('chat', writeParquet(rows, { rowGroupSize: 3 }))
    expect(source.kind).toBe('explicit-chat')
    expect(pairs.map((pair) => pair.prompt)).toEqual([
      [{ role: 'user', content: 'Tea?' }],
      [
        { role: 'system', content: 'Tea?' },
        { role: 'user', content: 'Tea?' },
      ],
    ])
    expect(pairs[1]!.chosen).toEqual([{ role: 'assistant', content: 'Oh yes.' }])
    expect(dropped).toEqual(['3 data/empty-prompt', '4 data/missing-column'])
  })
  it('with messages whose text comes in parts', async () => {
    const group = (name: string, repetition_type: 'OPTIONAL' | 'REPEATED', num_children: number) => ({
      name,
      repetition_type,
      num_children,
      ...(repetition_type === 'OPTIONAL' && num_children === 1 ? { converted_type: 'LIST' as const } : {}),
    })
    const text = (name: string) => ({ name, type: 'BYTE_ARRAY' as const, repetition_type: 'OPTIONAL' as const })
    const parts = [group('content', 'OPTIONAL', 1), group('list', 'REPEATED', 1), group('element', 'OPTIONAL', 2)]
    const message = [
      group('list', 'REPEATED', 1),
      group('element', 'OPTIONAL', 2),
      text('role'),
      ...parts,
      text('type'),
      text('text'),
    ]
    const side = (name: string) => [group(name, 'OPTIONAL', 1), ...message]
    const said = (role: string, ...texts: string[]) => ({
      role,
      content: texts.map((each) => ({ type: 'text', text: each })),
    })
    const image = { role: 'user', content: [{ type: 'image', text: null }] }
    const chat = (...turns: object[]) => [said('user', 'Te', 'a?'), ...turns]
    const bytes = parquetWriteBuffer({
      schema: [{ name: 'root', num_children: 2 }, ...side('chosen'), ...side('rejected')],
      columnData: [
        { name: 'chosen', data: [chat(said('assistant', 'Yes.')), [image, said('assistant', 'Yes.')]] },
        { name: 'rejected', data: [chat(said('assistant', 'N', '', 'o.')), [image, said('assistant', 'No.')]] },
      ],
    })
    const { pairs, messages } = await readOne('a', new Uint8Array(bytes))
    expect(pairs.map(({ prompt, rejected }) => [prompt, rejected])).toEqual([
      [[{ role: 'user', content: 'Tea?' }], [{ role: 'assistant', content: 'No.' }]],
    ])
    expect(messages).toEqual(['Row 2: "chosen" is a message of role "user" with a part of type "image".'])
  })
  it('with ShareGPT turns', async () => {
    const rows = [
      {
        conversations: [{ from: 'human', value: 'Tea?' }],
        chosen: [{ from: 'gpt', value: 'Yes.' }],
        rejected: [{ from: 'gpt', value: 'No.' }],
      },
    ]
    const { pairs, source } = await readOne('a', writeParquet(rows))
    expect(source.kind).toBe('sharegpt')
    expect(pairs[0]).toMatchObject({ prompt: [{ role: 'user', content: 'Tea?' }], chosen: [{ content: 'Yes.' }] })
  })
  it('with token ids of 64 bits', async () => {
    const row = { prompt_input_ids: [1n, 2n], chosen_input_ids: [3n], rejected_input_ids: [151_643n, 5n] }
    const { pairs } = await readOne('a', writeParquet([row]))
    expect(pairs[0]!.ids).toEqual({ prompt: [1, 2], chosen: [3], rejected: [151_643, 5] })
  })
  it('with data pages of the first version, which most libraries write', async () => {
    const texts = ['Tea?', 'Jam?']
    const indices = [1, 0b11, 0b10]
    const bytes = byHand({
      rows: 2,
      columns: {
        prompt: { pages: dataPage(2, [...allPresent(2), ...plainTexts(texts)]) },
        chosen: { pages: [...dictionaryPage(['no', 'yes']), ...dataPage(2, [...allPresent(2), ...indices], 8)] },
        // Two pages, and a row without a value.
        rejected: {
          pages: [...dataPage(1, [...allPresent(1), ...plainTexts(['never'])]), ...dataPage(1, [2, 0, 0, 0, 2, 0])],
        },
      },
    })
    const { pairs, dropped } = await readOne('a', bytes)
    expect(textsOf(pairs)).toEqual([{ prompt: 'Tea?', chosen: 'no', rejected: 'never' }])
    expect(dropped).toEqual(['2 data/missing-column'])
  })
  it('names rows that are not UTF-8 or have no value, and reads the rest', async () => {
    const rows = [TEA, { ...TEA, chosen: 'CAFX' }, { ...JAM, rejected: null }, JAM]
    const bytes = writeParquet(rows, { codec: 'UNCOMPRESSED' })
    const at = Buffer.from(bytes).indexOf('CAFX')
    bytes[at + 3] = 0xe9
    const { pairs, dropped, messages } = await readOne('a', bytes)
    expect(textsOf(pairs)).toEqual([TEA, JAM])
    expect(dropped).toEqual(['2 data/not-utf8', '3 data/missing-column'])
    expect(messages).toEqual(['Row 2 is not UTF-8 text.', 'Row 3: nothing stands under "rejected".'])
  })
  it('takes a mapping, swaps, guesses other names, and names a column that is not there', async () => {
    const rows = many(3).map(({ prompt, chosen, rejected }) => ({
      question: prompt,
      good: chosen,
      other: rejected,
      bad: ' Yuck.',
    }))
    const bytes = writeParquet(rows)
    const guessed = await readOne('a', bytes)
    expect(guessed.source).toMatchObject({
      guessed: true,
      mapping: { prompt: 'question', chosen: 'good', rejected: 'bad' },
    })
    const mapping = { prompt: 'question', chosen: 'good', rejected: 'other' }
    const mapped = await readOne('a', bytes, { mapping, swap: true })
    expect(mapped.pairs[0]).toMatchObject({ prompt: 'Tea number 0?', chosen: ' No.', rejected: ' Yes, please.' })
    expect(mapped.source.columns).toEqual(['question', 'good', 'other', 'bad'])
    const wrong = readOne('a', bytes, { mapping: { ...mapping, chosen: 'best' } })
    await expect(wrong).rejects.toMatchObject({
      code: 'data/missing-column',
      remedy: expect.stringContaining('"good"'),
    })
  })
  it('names a column that was chosen but holds numbers', async () => {
    const names = ['prompt', 'chosen', 'rejected']
    const columnData = [...names.map((name) => ({ name, data: [name] })), { name: 'score', data: [0.5] }]
    const mapping = { prompt: 'prompt', chosen: 'chosen', rejected: 'score' }
    const reading = readOne('a', new Uint8Array(parquetWriteBuffer({ columnData })), { mapping })
    await expect(reading).rejects.toMatchObject({
      code: 'data/wrong-type',
      message: expect.stringContaining('"score"'),
      remedy: expect.stringContaining('"prompt", "chosen", "rejected"'),
    })
  })
  it('refuses a file without pairs, saying what it holds', async () => {
    const sft = writeParquet([{ question: '1+1', answer: '2' }])
    const message = expect.stringMatching(/fine-tuning \(SFT\).*"question", "answer"/)
    await expect(readOne('a', sft)).rejects.toMatchObject({ code: 'data/no-pairs', message })
    const none = byHand({ rows: 0, columns: { prompt: { pages: [] } } })
    await expect(readOne('a', none)).rejects.toMatchObject({ code: 'data/empty' })
  })
})

describe('of a long Parquet file', () => {
  const rows = many(3000).map((row) => ({ ...row, notes: 'x'.repeat(50) }))
  const bytes = writeParquet(rows, { rowGroupSize: 200, codec: 'UNCOMPRESSED' })

  it('nothing is read beyond the first rows but the columns of the pairs', async () => {
    const { row_groups } = parquetMetadata(bytes)
    const notes = row_groups.map(({ columns }) => Number(columns[3]!.meta_data!.data_page_offset))
    const touched = new Set<number>()
    const file = fileOf(bytes)
    const read = (from: number, to: number) => {
      for (const [group, at] of notes.entries())
        if (from <= at && at < to && to - from < bytes.length / 2) touched.add(group)
      return file.read(from, to)
    }
    const watch = (mapping?: { prompt: string; chosen: string; rejected: string }) =>
      readPairs([{ ...sourceOfFile('a', { size: file.size, read }, { mapping }), stream: sourceOf('a', bytes).stream }])
    await watch({ prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' })
    const withMapping = new Set(touched)
    touched.clear()
    const { pairs, report } = await watch()
    expect(pairs).toHaveLength(3000)
    expect(report.sources[0]!.columns).toContain('notes')
    // The footer lies behind the last group, and is read together with what stands before it.
    const last = notes.length - 1
    expect([...withMapping].filter((group) => group !== last)).toEqual([])
    expect([...touched].filter((group) => group !== last)).toEqual([0])
  })
  it('progress is told up to the last byte', async () => {
    const seen: number[] = []
    for (const source of [sourceOf('a', bytes, [5000]), sourceOfFile('a', fileOf(bytes))]) {
      seen.length = 0
      await readPairs([source], { onProgress: ({ loaded }) => seen.push(loaded) })
      expect(seen[0]).toBeLessThan(bytes.length)
      expect(seen.at(-1)).toBe(bytes.length)
      expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    }
  })
  it('reading stops when it is cancelled', async () => {
    const abort = new AbortController()
    const file = fileOf(bytes)
    let reads = 0
    const read: typeof file.read = (from, to) => {
      if (++reads === 10) abort.abort()
      return file.read(from, to)
    }
    const reading = readPairs([sourceOfFile('a', { size: file.size, read })], { signal: abort.signal })
    await expect(reading).rejects.toMatchObject({ code: 'data/cancelled' })
    expect(reads).toBe(10)
    const late = new AbortController()
    const asStream = readPairs([sourceOf('a', bytes, [100])], {
      signal: late.signal,
      onProgress: () => late.abort(),
    })
    await expect(asStream).rejects.toMatchObject({ code: 'data/cancelled' })
  })
  it('a read that fails says so', async () => {
    const file = fileOf(bytes)
    const read: typeof file.read = async (from, to) => {
      if (from > 0) throw new Error('the disk is gone')
      return file.read(from, to)
    }
    const reading = readPairs([sourceOfFile('a', { size: file.size, read })])
    await expect(reading).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('disk is gone') })
    const short = readPairs([sourceOfFile('a', { size: file.size + 9, read: file.read })])
    await expect(short).rejects.toMatchObject({
      code: 'data/broken-parquet',
      message: expect.stringContaining('asked for'),
    })
  })
})

describe('a broken Parquet file is refused, naming what is wrong', () => {
  const good = writeParquet([TEA, JAM])
  const page = dataPage(1, [...allPresent(1), ...plainTexts(['x'])])
  const file = (pages: number[], more: object = {}) =>
    byHand({ rows: 1, columns: { chosen: { pages: page }, rejected: { pages, ...more } } })
  const cut = (values: number[]) => dataPage(1, [...allPresent(1), ...values])
  const patched = (from: number, ...values: number[]) => {
    const bytes = good.slice()
    bytes.set(values, from < 0 ? bytes.length + from : from)
    return bytes
  }
  const cases: [string, Uint8Array, RegExp][] = [
    ['four bytes', Uint8Array.from(bytesOf('PAR1')), /4 bytes are too few/],
    ['cut off', good.slice(0, -20), /does not end with the mark/],
    ['encrypted', patched(-1, 0x45), /is encrypted/],
    ['a footer longer than the file', patched(-8, 255, 255, 0, 0), /claims 65535 bytes of a file of/],
    [
      'a footer that is no Thrift',
      byHand({ rows: 0, columns: {}, footer: [0x1d, 1, 2] }),
      /footer cannot be read: a value has the unknown type 13/,
    ],
    ['a list without end', byHand({ rows: 0, columns: {}, footer: [0x19, 0xfc, 255, 255, 255, 127] }), /a list claims/],
    ['structs in structs', byHand({ rows: 0, columns: {}, footer: Array(50_000).fill(0x1c) }), /nested too deeply/],
    [
      'a number without end',
      byHand({ rows: 0, columns: {}, footer: [0x16, ...Array(99).fill(255)] }),
      /too many digits/,
    ],
    ['no schema', byHand({ rows: 0, columns: {}, footer: [0] }), /footer cannot be read/],
    [
      'rows that do not add up',
      byHand({ rows: 1, claimedRows: 9, columns: { chosen: { pages: page } } }),
      /claims 9 rows, and its row groups claim 1/,
    ],
    ['a column beyond the file', file(page, { size: 9999 }), /claims the bytes \d+ to \d+ of a file of/],
    [
      'more rows than values',
      byHand({ rows: 5, columns: { chosen: { pages: page, values: 1 }, rejected: { pages: page, values: 1 } } }),
      /holds 1 rows where 5 were claimed/,
    ],
    ['fewer values than claimed', file(page, { values: 2 }), /column "rejected": it is cut off/],
    ['a page longer than its column', file(page.slice(0, -1)), /a page claims 11 bytes, more than there are/],
    ['a text longer than its page', file(cut([9, 0, 0, 0, 65])), /text 1 of 1 claims more bytes/],
    [
      'a dictionary that is not there',
      file(dataPage(1, [...allPresent(1), 1, 2, 1], 8)),
      /dictionary that is not there/,
    ],
    [
      'an entry beyond the dictionary',
      file([...dictionaryPage(['x']), ...dataPage(1, [...allPresent(1), 1, 2, 1], 8)]),
      /entry 1 of a dictionary of 1/,
    ],
    ['an unknown encoding', file(dataPage(1, allPresent(1), 77)), /unknown encoding 77/],
    ['a codec that is not read', file(page, { codec: 3 }), /packed with LZO/],
    ['a page that is no gzip', file(dataPage(1, [1, 2, 3, 4], 0, 99), { codec: 2 }), /column "rejected"/],
  ]
  it.each(cases)('%s', async (_, bytes, message) => {
    const reading = readOne('f', bytes)
    await expect(reading).rejects.toMatchObject({
      code: 'data/broken-parquet',
      message: expect.stringMatching(message),
    })
  })
  it('also where a few bytes stand for millions of values, at once', async () => {
    const huge = 2 ** 30
    const bombs = [
      // A run of levels, a run of indices, groups of no bits, texts that share all but nothing.
      dataPage(1, [6, 0, 0, 0, ...varint(BigInt(huge)), 1]),
      [...dictionaryPage(['x']), ...dataPage(1, [...allPresent(1), 1, ...varint(BigInt(huge)), 0], 8)],
      [...dictionaryPage(['x']), ...dataPage(1, [...allPresent(1), 0, ...varint(BigInt(huge) + 1n)], 8)],
      dataPage(1, [...allPresent(1), ...varint(2n ** 30n), 0, 1, 0], 5),
      dataPage(huge, allPresent(1)),
      dataPage(1, [1], 0, 2 ** 31 - 1),
      [...thrift({ 1: 2, 2: 4, 3: 4, 7: { 1: 2 ** 24, 2: 0 } }), 0, 0, 0, 0],
    ]
    for (const pages of bombs)
      await expect(readOne('f', file(pages))).rejects.toMatchObject({ code: 'data/broken-parquet' })
    const claims = file(page, { values: 2 ** 40 })
    await expect(readOne('f', claims)).rejects.toMatchObject({
      message: expect.stringContaining('values in one row group'),
    })
  })
  it('and where texts that repeat the one before them grow without end', async () => {
    const count = 2 ** 16 + 1
    // Each is one letter longer than the last: 64 kB of letters stand for 2 GB of text.
    const growing = (first: number, step: number) =>
      [2 ** 20, 1, count, first * 2, step * 2, 0].flatMap((n) => varint(BigInt(n)))
    const body = [...allPresent(count), ...growing(0, 1), ...growing(1, 0)].concat(Array(count).fill(65))
    const pages = dataPage(count, body, 7)
    const columns = { chosen: { pages }, rejected: { pages } }
    await expect(readOne('f', byHand({ rows: count, columns }))).rejects.toMatchObject({ code: 'data/too-long' })
  })
  it('and where a dictionary makes a small file stand for more than memory should hold', async () => {
    const rows = 11_000
    const index = (value: number) => [1, ...varint(BigInt(rows) * 2n), value]
    const texts = (...each: string[]) => [
      ...dictionaryPage(each),
      ...dataPage(rows, [...allPresent(rows), ...index(0)], 8),
    ]
    const columns = {
      prompt: { pages: texts('p') },
      chosen: { pages: texts('x'.repeat(10 ** 5)) },
      rejected: { pages: texts('b') },
    }
    const message = expect.stringContaining('1024 MB')
    await expect(readOne('f', byHand({ rows, columns }))).rejects.toMatchObject({ code: 'data/too-long', message })
  })
})

it('a table whose first column is called PAR1 is still a table', async () => {
  const mapping = { prompt: 'PAR1', chosen: 'a', rejected: 'b' }
  const { source } = await readOne('t.csv', 'PAR1,a,b\np,c,d\n', { mapping })
  expect(source).toMatchObject({ format: 'csv', pairs: 1 })
})
