/** @file Reads preference pairs from files and typed rows: the one entrance for page, worker and command line. */
import type { DatasetReport, SourceReport } from '../protocol/dataset-report'
import { AppError } from '../protocol/errors'
import { type FolderFile, fileOf } from '../protocol/folder'
import type { PreferencePair } from '../protocol/preference'
import { type ByteStream, openBytes, readFailure, readRest } from './byte-stream'
import { CsvParser } from './csv'
import { detectFormat, type TextFormat } from './detect-format'
import { JsonRowsParser } from './json-rows'
import { JsonlParser } from './jsonl'
import { Pacer } from './pacer'
import { PairCollector } from './pair-collector'
import { isParquet } from './parquet/detect'
import { reportOn } from './report'
import type { FileSource, PairSource, ReadOptions, RecordParser, TypedSource } from './sources'
import { Utf8Decoder } from './utf8'

/** What the format is judged by. */
const HEAD_BYTES = 64 * 1024

export interface LoadedPairs {
  pairs: PreferencePair[]
  report: DatasetReport
}

/** All sources or an error: never a part. Rows that cannot be used are named in the report, and the rest is read. */
export async function readPairs(sources: PairSource[], options: ReadOptions = {}): Promise<LoadedPairs> {
  const pairs: PreferencePair[] = []
  const reports: SourceReport[] = []
  for (const [i, source] of sources.entries()) {
    const name = distinctName(sources, i)
    const collector = 'rows' in source ? await readTyped(source, name, options) : await readFile(source, name, options)
    reports.push(collector.finish())
    for (const pair of collector.pairs) pairs.push(pair)
  }
  if (reports.length === 0) throw new AppError('data/empty', 'No data were given.', 'Choose a file, or type a pair.')
  return { pairs, report: reportOn(reports, pairs) }
}

/** Sources make stages, so two files of one name must stay two. */
function distinctName(sources: PairSource[], at: number): string {
  const { name } = sources[at]!
  const before = sources.slice(0, at).filter((source) => source.name === name).length
  return before === 0 ? name : `${name} (${before + 1})`
}

async function readTyped(source: TypedSource, name: string, options: ReadOptions): Promise<PairCollector> {
  const mapping = { prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' }
  const collector = new PairCollector({ source: name, format: 'typed', mapping, swap: source.swap })
  const total = source.rows.length
  const report = () => options.onProgress?.({ source: name, loaded: collector.rows, total, rows: collector.rows })
  const pacer = new Pacer(options.signal, report)
  pacer.check()
  for (const [i, value] of source.rows.entries()) {
    const isUntouched = [value.prompt, value.chosen, value.rejected].every((text) => text === '')
    if (!isUntouched) collector.add({ row: i + 1, value })
    if (pacer.due()) await pacer.pause()
  }
  pacer.progress()
  return collector
}

async function readFile(source: FileSource, name: string, options: ReadOptions): Promise<PairCollector> {
  // Before the first turn is given back, or a stream opened.
  if (options.signal?.aborted) new Pacer(options.signal, () => {}).check()
  const file = source.file && guarded(name, source.file)
  if (file && isParquet(await file.read(0, Math.min(file.size, 8)))) {
    return readRanges(source, name, file, options, (share) => share * source.size)
  }
  const bytes = await openBytes(source)
  try {
    return await readBytes(source, name, bytes, options)
  } finally {
    await bytes.close()
  }
}

/** Reads Parquet. `loadedAt` tells the bytes taken, for progress, at a share of the rows from 0 to 1. */
async function readRanges(
  { size: total, mapping, swap }: FileSource,
  name: string,
  file: FolderFile,
  options: ReadOptions,
  loadedAt: (share: number) => number,
): Promise<PairCollector> {
  const collector = new PairCollector({ source: name, format: 'parquet', mapping, swap })
  let share = 0
  const report = () => {
    options.onProgress?.({ source: name, loaded: Math.round(loadedAt(share)), total, rows: collector.rows })
  }
  const pacer = new Pacer(options.signal, report)
  const advance = (to: number) => {
    share = to
  }
  pacer.progress()
  // Fetched when it is needed: its decompressors are large.
  const { readParquet } = await import('./parquet/read-parquet')
  await readParquet({ name, file, mapping, collector, pacer, advance })
  advance(1)
  pacer.check()
  pacer.progress()
  return collector
}

/** A file that cannot be read says so, like a stream. */
const guarded = (name: string, file: FolderFile): FolderFile => ({
  size: file.size,
  read: (from, to) =>
    file.read(from, to).catch((error: unknown) => {
      throw readFailure(name, error)
    }),
})

async function readBytes(source: FileSource, name: string, bytes: ByteStream, options: ReadOptions) {
  const total = source.size
  let collector: PairCollector | null = null
  const report = () => {
    options.onProgress?.({ source: name, loaded: bytes.consumed(), total, rows: collector?.rows ?? 0 })
  }
  const pacer = new Pacer(options.signal, report)
  pacer.progress()
  const head = await readHead(bytes)
  const detected = detectFormat(name, head.bytes, head.complete)
  if (detected.format === 'parquet') {
    // A stream gives no ranges, and neither does a file packed with gzip: into memory, which is all of the progress.
    const rest = await readRest(name, head.bytes, bytes, pacer)
    return readRanges(source, name, fileOf(rest), options, () => total)
  }
  const { mapping, swap } = source
  collector = new PairCollector({ source: name, format: detected.format, mapping, swap })
  const decoder = new Utf8Decoder()
  const parser = createParser(detected, (text) => decoder.hasMark(text))
  const take = async (records: ReturnType<RecordParser['push']>) => {
    for (const record of records) {
      collector!.add(record)
      if (pacer.due()) await pacer.pause()
    }
    if (pacer.due()) await pacer.pause()
  }
  for (let piece: Uint8Array | null = head.bytes; piece; piece = await bytes.read()) {
    pacer.check()
    await take(parser.push(decoder.push(piece)))
    checkParser(name, parser, decoder)
  }
  await take(parser.push(decoder.end()))
  await take(parser.end())
  checkParser(name, parser, decoder)
  pacer.check()
  pacer.progress()
  return collector
}

async function readHead(bytes: ByteStream): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const pieces: Uint8Array[] = []
  let length = 0
  let piece: Uint8Array | null = null
  while (length < HEAD_BYTES) {
    piece = await bytes.read()
    if (!piece) break
    pieces.push(piece)
    length += piece.length
  }
  const head = new Uint8Array(length)
  let at = 0
  for (const each of pieces) {
    head.set(each, at)
    at += each.length
  }
  return { bytes: head, complete: piece === null }
}

function createParser(detected: TextFormat, isDamaged: (text: string) => boolean): RecordParser {
  if (detected.format === 'jsonl') return new JsonlParser(isDamaged)
  if (detected.format === 'csv') return new CsvParser(isDamaged)
  return new JsonRowsParser(detected.layout, isDamaged)
}

/** What concerns the file as a whole and shows only on the way. */
function checkParser(name: string, parser: RecordParser, decoder: Utf8Decoder): void {
  if (parser instanceof CsvParser && parser.columns && decoder.hasMark(parser.columns.join())) {
    const message = `The header of "${name}" (line 1) is not UTF-8 text.`
    throw new AppError('data/not-utf8', message, 'Save the file again with the encoding UTF-8.')
  }
  if (!(parser instanceof JsonRowsParser) || parser.otherLists.size === 0) return
  const others = [...parser.otherLists].filter(
    (key) => !/^(features|columns|schema|fields|meta.*|license.*)$/i.test(key),
  )
  if (others.length === 0) return
  const message = `"${name}" holds several lists of rows: ${parser.listName} and also ${others.join(', ')}.`
  throw new AppError('data/unknown-format', message, 'Put each list into a file of its own.')
}
