import { describe, expect, it } from 'vitest'
import { readPairs } from './read-pairs'
import { gzip, lines, readOne, sourceOf, textsOf } from './source-for-tests'

const TEA = { prompt: 'Tea?', chosen: ' Yes, please.', rejected: ' No.' }
const JAM = { prompt: 'Jam?', chosen: ' Gladly.', rejected: ' Never, "ever".\nGo' }
const CSV = 'prompt,chosen,rejected\nTea?," Yes, please."," No."\nJam?, Gladly.," Never, ""ever"".\nGo"\n'

describe('formats', () => {
  const files: [string, string][] = [
    ['jsonl', lines(TEA, JAM)],
    ['jsonl with blank lines and \\r\\n', `${JSON.stringify(TEA)}\r\n\r\n${JSON.stringify(JAM)}\r\n`],
    ['json', JSON.stringify([TEA, JAM])],
    ['json', JSON.stringify([TEA, JAM], null, 2)],
    ['json', JSON.stringify({ version: 1, info: { tags: [{ a: 1 }] }, data: [TEA, JAM] })],
    ['json', JSON.stringify({ data: [TEA, JAM], note: 'x' }, null, 2)],
    ['json', `${JSON.stringify(TEA, null, 2)}\n${JSON.stringify(JAM, null, 2)}`],
    ['csv', CSV],
    ['csv', CSV.replace('\nTea', '\r\nTea').replace('\nJam', '\r\nJam').replace(/\n$/, '\r\n')],
    ['csv', 'rejected;prompt;chosen\n No.;Tea?;" Yes, please."\n" Never, ""ever"".\nGo";Jam?; Gladly.'],
    ['csv', 'prompt\tchosen\trejected\nTea?\t Yes, please.\t No.\nJam?\t Gladly.\t" Never, ""ever"".\nGo"\n'],
  ]
  it.each(files)('reads %s', async (format, content) => {
    const { pairs, source } = await readOne('pairs', content)
    expect(textsOf(pairs)).toEqual([TEA, JAM])
    expect(source).toMatchObject({
      format: format.split(' ')[0],
      rows: 2,
      pairs: 2,
      kind: 'explicit-text',
      guessed: false,
    })
  })
  it.each(files)('reads %s packed with gzip, whatever its name, and after a byte order mark', async (_, content) => {
    const packed = await readOne('pairs.txt', await gzip(`\ufeff${content}`))
    expect(textsOf(packed.pairs)).toEqual([TEA, JAM])
  })
  it('numbers rows by line in JSONL, by element in JSON, by record in CSV', async () => {
    const jsonl = await readOne('a.jsonl', `\n${JSON.stringify(TEA)}\n\n${JSON.stringify(JAM)}`)
    expect(jsonl.pairs.map((pair) => pair.row)).toEqual([2, 4])
    const json = await readOne('a.json', JSON.stringify([TEA, JAM], null, 2))
    expect(json.pairs.map((pair) => pair.row)).toEqual([1, 2])
    const csv = await readOne('a.csv', 'prompt,chosen,rejected\n"a\nb",c,d\n\ne,f,g\n')
    expect(csv.pairs.map((pair) => pair.row)).toEqual([1, 2])
  })
})

describe('unusable rows are named by number and reason, and the rest loads', () => {
  it('in JSONL', async () => {
    const content = [
      JSON.stringify(TEA),
      '{"prompt": "p", "chosen": "a", "rejected": ',
      '{"prompt": "p", "chosen": "a"}',
      '{"prompt": "p", "chosen": "  ", "rejected": "b"}',
      '{"prompt": "p", "chosen": "a", "rejected": ""}',
      '{"prompt": "p", "chosen": "a", "rejected": "a"}',
      '{"prompt": "p", "chosen": 5, "rejected": "a"}',
      '{"prompt": "", "chosen": "a", "rejected": "b"}',
      '"text"',
      'null',
      JSON.stringify(JAM),
    ].join('\n')
    const { pairs, dropped, messages, source } = await readOne('mixed.jsonl', content)
    expect(textsOf(pairs)).toEqual([TEA, JAM])
    expect(dropped).toEqual([
      '2 data/broken-json',
      '3 data/missing-column',
      '4 data/empty-completion',
      '5 data/empty-completion',
      '6 data/equal-completions',
      '7 data/wrong-type',
      '8 data/empty-prompt',
      '9 data/wrong-type',
      '10 data/wrong-type',
    ])
    expect(messages[0]).toMatch(/^Broken JSON at line 2: /)
    expect(messages[1]).toBe('Line 3: nothing stands under "rejected".')
    expect(messages[2]).toBe('Line 4: the chosen completion is empty.')
    expect(messages[5]).toBe('Line 7: "chosen" is the number 5.')
    expect(source).toMatchObject({ rows: 11, pairs: 2 })
  })
  it('where bytes are not UTF-8, in every format', async () => {
    const bad = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
    const row = '{"prompt":"caf\xe9","chosen":"a","rejected":"b"}'
    const good = JSON.stringify(TEA)
    expect((await readOne('a.jsonl', bad(`${good}\n${row}\n${good}`))).dropped).toEqual(['2 data/not-utf8'])
    expect((await readOne('a.json', bad(`[${good},${row},${good}]`))).dropped).toEqual(['2 data/not-utf8'])
    const csv = await readOne('a.csv', bad('prompt,chosen,rejected\na,b,c\n"x\ncaf\xe9",b,c\nd,e,f'))
    expect(csv.dropped).toEqual(['2 data/not-utf8'])
    expect(csv.messages).toEqual(['Record 2 (line 3) is not UTF-8 text.'])
  })
  it('but an honest U+FFFD is text', async () => {
    const { pairs } = await readOne('a.jsonl', lines({ ...TEA, chosen: '\ufffd' }))
    expect(pairs[0]!.chosen).toBe('\ufffd')
  })
  it('in CSV with the wrong number of cells, or a quote that is left open', async () => {
    const cells = await readOne('a.csv', 'prompt,chosen,rejected\nq,a,b,c\nq,a\nq,a,b\n')
    expect(cells.dropped).toEqual(['1 data/broken-csv', '2 data/broken-csv'])
    expect(cells.messages[0]).toContain('Record 1 (line 2) has 4 cells where the header has 3')
    const open = await readOne('a.csv', 'prompt,chosen,rejected\nq,a,b\nq,"a,b\nq,c,d\n')
    expect(open.dropped).toEqual(['2 data/broken-csv'])
    expect(open.pairs.map((pair) => pair.chosen)).toEqual(['a', 'c'])
  })
  it('in JSON with a lost quote, a lost bracket, a comma too many, a list cut off', async () => {
    const good = JSON.stringify(TEA)
    const read = (...rows: string[]) => readOne('a.json', `[\n${rows.join(',\n')}\n]`)
    const broken = [
      '{"prompt":"p,"chosen":"a","rejected":"b"}',
      good.slice(0, -1),
      '{"prompt":"p",}',
      good.slice(0, 20),
    ]
    for (const row of broken) {
      const { dropped, pairs, messages } = await read(good, row, good)
      expect(dropped).toEqual(['2 data/broken-json'])
      expect(messages[0]).toContain('at line 3')
      expect(pairs).toHaveLength(2)
    }
    expect((await readOne('a.json', `[${good},\n${good},`)).dropped).toEqual(['3 data/broken-json'])
  })
})

describe('files without pairs are refused, saying what they hold', () => {
  const refused: [string, string, string, RegExp][] = [
    ['empty', '', 'data/empty', /"f" is empty/],
    ['an empty list', '[]', 'data/empty', /holds no rows/],
    ['a header alone', 'prompt,chosen,rejected\n', 'data/empty', /holds no rows/],
    ['KTO ratings', lines({ prompt: 'p', completion: 'c', label: true }), 'data/no-pairs', /unpaired ratings.*"label"/],
    [
      'SFT columns',
      lines({ prompt: 'p', completion: 'c' }),
      'data/no-pairs',
      /fine-tuning \(SFT\).*"prompt", "completion"/,
    ],
    ['math', lines({ question: '1+1', answer: '2' }), 'data/no-pairs', /fine-tuning \(SFT\)/],
    ['SFT turns', lines({ messages: [{ role: 'user', content: 'x' }] }), 'data/no-pairs', /conversations.*"messages"/],
    ['only chosen', lines({ prompt: 'p', chosen: 'a' }), 'data/no-pairs', /chosen answers but no rejected/],
    [
      'answers A and B',
      lines({ prompt: 'p', response_a: 'a', response_b: 'b' }),
      'data/no-pairs',
      /which is the better/,
    ],
    ['triplets', lines({ anchor: 'a', positive: 'b', negative: 'c' }), 'data/no-pairs', /search model/],
    ['scores', lines({ prompt: 'p', chosen_score: 1, rejected_score: 0 }), 'data/no-pairs', /no columns look like/],
    [
      'rows all bad',
      lines({ prompt: 'p', chosen: 'a', rejected: 'a' }),
      'data/no-pairs',
      /Line 1: chosen and rejected are the/,
    ],
    ['Parquet that is cut off', 'PAR1\x15\x04', 'data/broken-parquet', /6 bytes are too few/],
    ['zip', 'PK\x03\x04', 'data/unknown-format', /zip archive/],
    ['a web page', '<!DOCTYPE html><html>', 'data/unknown-format', /web page/],
    ['prose', 'Once upon a time', 'data/unknown-format', /neither rows of JSON nor a table/],
    ['several lists', JSON.stringify({ train: [TEA], test: [JAM] }), 'data/unknown-format', /train and also test/],
    ['bytes', '\x00\x01\x02\x00', 'data/unknown-format', /not a text file/],
  ]
  it.each(refused)('%s', async (_, content, code, message) => {
    await expect(readOne('f', content)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })
  it('UTF-16, and text that is Latin-1 throughout', async () => {
    const utf16 = new Uint8Array(
      new Uint16Array([0xfeff, ...Array.from('prompt,chosen', (c) => c.charCodeAt(0))]).buffer,
    )
    await expect(readOne('f.csv', utf16)).rejects.toMatchObject({ code: 'data/not-utf8' })
    const latin = Uint8Array.from('{"prompt":"\xe9","chosen":"a","rejected":"b"}', (c) => c.charCodeAt(0))
    await expect(readOne('f.jsonl', latin)).rejects.toMatchObject({ code: 'data/not-utf8' })
  })
  it('gzip that is cut off or damaged', async () => {
    const packed = await gzip(lines(TEA, JAM))
    await expect(readOne('f.gz', packed.slice(0, -12))).rejects.toMatchObject({ code: 'data/broken-gzip' })
    const flipped = packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte))
    await expect(readOne('f.gz', flipped)).rejects.toMatchObject({ code: 'data/broken-gzip' })
  })
  it('names the formats that are read', async () => {
    await expect(readOne('f.pdf', '%PDF')).rejects.toMatchObject({
      remedy: expect.stringMatching(/JSONL, JSON, CSV .* Parquet/),
    })
  })
})

describe('sources', () => {
  it('keeps files apart by name, in their order, and swaps the one that asks for it', async () => {
    const swapped = { ...sourceOf('a.jsonl', lines(JAM)), swap: true }
    const { pairs, report } = await readPairs([sourceOf('a.jsonl', lines(TEA)), swapped])
    expect(pairs.map((pair) => pair.source)).toEqual(['a.jsonl', 'a.jsonl (2)'])
    expect(textsOf(pairs)).toEqual([TEA, { prompt: JAM.prompt, chosen: JAM.rejected, rejected: JAM.chosen }])
    // The columns as the file has them: asking again with this mapping and the same swap gives the same pairs.
    expect(report.sources[1]!.mapping.chosen).toBe('chosen')
  })
  it('takes a mapping, and names a column that is not there', async () => {
    const content = lines({ q: 'Tea?', good: ' Yes, please.', other: ' No.' })
    const mapping = { prompt: 'q', chosen: 'good', rejected: 'other' }
    const { pairs, source } = await readOne('a.jsonl', content, { mapping })
    expect(textsOf(pairs)).toEqual([TEA])
    expect(source).toMatchObject({ mapping, guessed: false })
    const wrong = readOne('a.jsonl', content, { mapping: { ...mapping, chosen: 'best' } })
    await expect(wrong).rejects.toMatchObject({
      code: 'data/missing-column',
      remedy: expect.stringContaining('"good"'),
    })
  })
  it('validates typed rows like any other, passing over blank ones', async () => {
    const blank = { prompt: '', chosen: '', rejected: '' }
    const rows = [TEA, blank, { ...TEA, rejected: TEA.chosen }, JAM]
    const { pairs, report } = await readPairs([{ name: 'typed', rows }])
    expect(textsOf(pairs)).toEqual([TEA, JAM])
    expect(report.sources[0]).toMatchObject({ format: 'typed', rows: 3, pairs: 2 })
    expect(report.sources[0]!.dropped).toMatchObject([{ row: 3, code: 'data/equal-completions' }])
    await expect(readPairs([{ name: 'typed', rows: [blank] }])).rejects.toMatchObject({ code: 'data/empty' })
  })
  it('fails as a whole when one of several sources holds no pairs', async () => {
    const sources = [sourceOf('a.jsonl', lines(TEA)), sourceOf('b.jsonl', lines({ text: 'x' }))]
    await expect(readPairs(sources)).rejects.toMatchObject({ code: 'data/no-pairs' })
  })
  it('reports lengths, the share of longer chosen sides, and the first 50 pairs', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({
      prompt: 'p',
      chosen: 'x'.repeat(i + 1),
      rejected: 'y'.repeat(30),
    }))
    const { report } = await readOne('a.jsonl', lines(...rows))
    expect(report).toMatchObject({ pairs: 60, dropped: 0 })
    expect(report.lengths).toMatchObject({ chosenMean: 30.5, rejectedMean: 30, chosenLongerShare: 0.5 })
    expect(report.preview).toHaveLength(50)
  })
})

describe('long files', () => {
  const long = lines(...Array.from({ length: 30_000 }, (_, i) => ({ ...TEA, prompt: `Tea number ${i}?` })))
  it('report progress up to the last byte', async () => {
    const seen: number[] = []
    const source = sourceOf('a.jsonl', long, [65_536])
    const { pairs } = await readPairs([source], { onProgress: ({ loaded }) => seen.push(loaded) })
    expect(pairs).toHaveLength(30_000)
    expect(seen[0]).toBeLessThan(source.size)
    expect(seen.at(-1)).toBe(source.size)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
  it('give other tasks their turn, and stop when cancelled', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 1)
    const reading = readPairs([sourceOf('a.jsonl', long.repeat(1), [65_536])], { signal: abort.signal })
    await expect(reading).rejects.toMatchObject({ code: 'data/cancelled' })
    const already = readPairs([sourceOf('a.jsonl', long)], { signal: abort.signal })
    await expect(already).rejects.toMatchObject({ code: 'data/cancelled' })
  })
})
