/** @file Tells a file's format by how it begins; the name is a hint only where the content leaves it open. */
import { AppError } from '../protocol/errors'
import { countHeaderCells } from './csv'
import type { JsonLayout } from './json-rows'
import { isParquet } from './parquet/detect'
import { isObject } from './sources'

export type TextFormat = { format: 'jsonl' } | { format: 'csv' } | { format: 'json'; layout: JsonLayout }
export type DetectedFormat = TextFormat | { format: 'parquet' }

const READ_FORMATS = 'Pairs are read from JSONL, JSON, CSV (each also packed with gzip) and Parquet.'

/** First bytes of files that people are likely to drop here, and what they are. */
const FOREIGN: [magic: string, what: string][] = [
  ['ARROW1', 'an Arrow file'],
  ['PK\x03\x04', 'a zip archive (or an Excel file)'],
  ['\xd0\xcf\x11\xe0', 'an old Excel or Word file'],
  ['%PDF', 'a PDF'],
  ['BZh', 'packed with bzip2'],
  ['\x28\xb5\x2f\xfd', 'packed with zstd'],
  ['\xfd7zXZ', 'packed with xz'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['SQLite format 3', 'an SQLite database'],
  ['\x1f\x8b', 'packed with gzip twice'],
  ['version https://git-lfs', 'only a Git LFS pointer; the data themselves are elsewhere'],
  ['<!', 'a web page, not the file itself'],
  ['<html', 'a web page, not the file itself'],
  ['<?xml', 'an XML file'],
]

/** Keys whose lists of objects belong to a row: messages and the like. */
const ROW_KEYS = /chosen|rejected|prompt|conversation|message|history|completion|response|turn|output|answer|tool/i
const ROWS_NAMES = ['data', 'rows', 'examples', 'instances', 'records', 'pairs', 'train']

/** `head` are the first bytes, unpacked; `complete` says that nothing follows them. */
export function detectFormat(name: string, head: Uint8Array, complete: boolean): DetectedFormat {
  if (isParquet(head)) return { format: 'parquet' }
  refuseBinary(name, head)
  const text = new TextDecoder().decode(head).trimStart()
  if (text === '') {
    if (!complete) throw unknown(name, 'begins with nothing but blanks')
    throw new AppError('data/empty', `"${name}" is empty.`, 'Choose a file with at least one pair.')
  }
  const hint = /\.(jsonl|ndjson|json|csv|tsv)(\.gz)?$/i.exec(name)?.[1]?.toLowerCase()
  const isTable = hint === 'csv' || hint === 'tsv'
  if (text[0] === '[' && !isTable) return { format: 'json', layout: { rows: 'list' } }
  if (text[0] === '{' && !isTable) return detectObjects(text, complete)
  if (hint === 'jsonl' || hint === 'ndjson') return { format: 'jsonl' }
  if (isTable || (hint !== 'json' && countHeaderCells(text) > 1)) return { format: 'csv' }
  // Lines of JSON after a first line that is broken.
  if (/^\{\s*"/m.test(text)) return { format: 'jsonl' }
  throw unknown(name, 'holds neither rows of JSON nor a table with named columns')
}

function refuseBinary(name: string, head: Uint8Array): void {
  const start = Array.from(head.subarray(0, 24), (byte) => String.fromCharCode(byte)).join('')
  const foreign = FOREIGN.find(([magic]) => start.toLowerCase().startsWith(magic.toLowerCase()))
  if (foreign) throw unknown(name, `is ${foreign[1]}`)
  const isUtf16 = start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')
  const sample = head.subarray(0, 1024)
  const zeros = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  if (isUtf16 || (zeros >= 2 && zeros * 3 > sample.length && /^\0?[[{"\w\s]/.test(start))) {
    throw new AppError(
      'data/not-utf8',
      `"${name}" is UTF-16 text, not UTF-8.`,
      'Save it again with the encoding UTF-8.',
    )
  }
  if (zeros > 0) throw unknown(name, 'is not a text file')
}

function unknown(name: string, what: string): AppError {
  return new AppError('data/unknown-format', `"${name}" ${what}.`, READ_FORMATS)
}

/** JSON Lines, one object that holds the rows, or objects written over several lines each. */
function detectObjects(text: string, complete: boolean): TextFormat {
  const newline = text.indexOf('\n')
  const first = newline < 0 ? text : text.slice(0, newline)
  const rest = newline < 0 ? '' : text.slice(newline).trimStart()
  const lists = listsOfObjects(text)
  const wrapped =
    lists.find((key) => ROWS_NAMES.includes(key.toLowerCase())) ?? lists.find((key) => !ROW_KEYS.test(key))
  const json: TextFormat = {
    format: 'json',
    layout: wrapped === undefined ? { rows: 'sequence' } : { rows: 'key', key: wrapped },
  }
  if (newline < 0 && !complete) return wrapped === undefined ? { format: 'jsonl' } : json
  try {
    const value: unknown = JSON.parse(first)
    const isWrapper = isObject(value) && wrapped !== undefined && !('chosen' in value) && rest === ''
    return isWrapper ? json : { format: 'jsonl' }
  } catch {
    // An open bracket at the end of the first line, and no new object on the second: laid out over several lines.
    const goesOn = /[{[,]\s*$/.test(first) && !rest.startsWith('{')
    return goesOn || (wrapped !== undefined && !rest.startsWith('{')) ? json : { format: 'jsonl' }
  }
}

/** Keys of the first object whose values are lists of objects. */
function listsOfObjects(text: string): string[] {
  const keys: string[] = []
  let depth = 0
  let lastString = ''
  const token = /"((?:[^"\\\n]|\\.)*)"|[[\]{}]/g
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found, string] = match
    if (string !== undefined) lastString = string
    else if (found === '[' || found === '{') {
      if (found === '[' && depth === 1 && /^\s*\{/.test(text.slice(token.lastIndex, token.lastIndex + 200))) {
        keys.push(lastString)
      }
      depth++
    } else if (--depth === 0) break
  }
  return keys
}
