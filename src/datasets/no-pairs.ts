/** @file Says what a file without pairs holds instead. */
import { AppError } from '../protocol/errors'
import { readCell } from './cell'
import { normalise } from './columns'

type Row = Record<string, unknown>

const NEEDED =
  'Each row needs a prompt, a chosen and a rejected answer. If they stand under other names, say which columns they are.'

export function noPairs(name: string, rows: Row[], columns: string[], packed: boolean): AppError {
  const found = columns.length > 0 ? `Its columns are ${listNames(columns)}.` : 'Its rows have no columns.'
  return new AppError('data/no-pairs', `"${name}" holds no pairs: ${describe(rows, columns, packed)}. ${found}`, NEEDED)
}

function describe(rows: Row[], columns: string[], packed: boolean): string {
  const names = new Set(columns.map(normalise))
  const any = (...candidates: string[]) => candidates.some((candidate) => names.has(candidate))
  const isFlag = (value: unknown) => typeof value === 'boolean' || /^(true|false|0|1)$/i.test(String(value))
  const flag = columns.find((column) => /^(label|kto_tag|thumbs?_up|liked|feedback)$/.test(normalise(column)))
  if (any('chosen') !== any('rejected')) {
    return any('chosen') ? 'it has chosen answers but no rejected ones' : 'it has rejected answers but no chosen ones'
  }
  if (any('anchor', 'query') && any('positive', 'pos')) return 'it looks like triplets for training a search model'
  if (hasTwoAnswers(names)) return 'it has two answers a row, but no column name says which is the better'
  if (flag !== undefined && rows.length > 0 && rows.every((row) => isFlag(row[flag]))) {
    return `it looks like unpaired ratings (as for KTO): one answer a row, with a yes or no in "${flag}"`
  }
  if (any('completions', 'responses', 'answers', 'candidates'))
    return 'it has lists of answers that are not sorted in pairs'
  const turns = columns.find((column) => rows.some((row) => readCell(row[column], packed).kind === 'turns'))
  if (turns !== undefined) return `it looks like conversations for fine-tuning (SFT), one answer each, in "${turns}"`
  const asks = any('prompt', 'question', 'instruction', 'input', 'query', 'problem')
  if (asks && any('completion', 'response', 'answer', 'output', 'target', 'solution')) {
    return 'it looks like a file for fine-tuning (SFT): one answer to each prompt'
  }
  if (any('text', 'content')) return 'it looks like plain text'
  return 'no columns look like a chosen and a rejected answer'
}

function hasTwoAnswers(names: Set<string>): boolean {
  const endings = [
    ['a', 'b'],
    ['0', '1'],
    ['1', '2'],
  ]
  return [...names].some((name) =>
    endings.some(([one, two]) => {
      const stem = name.endsWith(one!) ? name.slice(0, -1) : null
      return (
        stem !== null &&
        /(answer|response|output|completion|text|conversation|ref)_?$/.test(stem) &&
        names.has(stem + two)
      )
    }),
  )
}

export function listNames(names: string[]): string {
  const shown = names.slice(0, 12).map((name) => `"${name.length > 40 ? `${name.slice(0, 40)}…` : name}"`)
  const more = names.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
