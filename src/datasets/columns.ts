/** @file Guesses which columns hold prompt, chosen and rejected, from their names and the first rows. */
import type { ColumnMapping } from '../protocol/dataset-report'
import { pick, readCell } from './cell'

export interface Guess {
  mapping: ColumnMapping
  guessed: boolean
}

type Row = Record<string, unknown>

/** Words that name the better and the worse answer, alone or inside a name (`chosen_response`, `answer_rejected`). */
const SIDES: [better: string, worse: string][] = [
  ['chosen', 'rejected'],
  ['preferred', 'rejected'],
  ['preferred', 'dispreferred'],
  ['preferred', 'non_preferred'],
  ['preferred', 'unpreferred'],
  ['accepted', 'rejected'],
  ['better', 'worse'],
  ['best', 'worst'],
  ['winner', 'loser'],
  ['winning', 'losing'],
  ['win', 'lose'],
  ['good', 'bad'],
  ['w', 'l'],
  // The pairs made from Stack Exchange: j is the answer with more votes.
  ['response_j', 'response_k'],
]
/** Names that give the sides only as they stand. */
const EXACT_SIDES: [better: string, worse: string][] = [
  ['yw', 'yl'],
  // AutoTrain.
  ['text', 'rejected_text'],
]
const PROMPTS = [
  'prompt',
  'question',
  'instruction',
  'query',
  'input',
  'prompt_text',
  'text_prompt',
  'user_prompt',
  'user_input',
  'problem',
  'context',
  'post',
  'user',
  'conversations',
  'conversation',
  'messages',
  'history',
  'x',
]
/** Columns about an answer, not the answer. */
const ABOUT =
  /(^|_)(score|rating|rank|id|idx|index|len|length|logp|logps|model|source|reward|margin|token|label)s?(_|$)/

/** Null when no columns look like a pair. `packed` as in `readCell`. */
export function guessColumns(rows: Row[], columns: string[], packed: boolean): Guess | null {
  const has = (column: string) => columns.includes(column)
  const tokenised = ['prompt_input_ids', 'chosen_input_ids', 'rejected_input_ids'] as const
  if (tokenised.every(has)) {
    const [prompt, chosen, rejected] = tokenised
    return { mapping: { prompt, chosen, rejected }, guessed: false }
  }
  const isText = (column: string) => holdsText(rows, column, packed)
  const sides = findSides(columns, isText) ?? findAnswerList(rows, columns)
  if (!sides) return null
  const [chosen, rejected] = sides
  const namedByTrl = chosen === 'chosen' && rejected === 'rejected'
  if (has('prompt') && isText('prompt')) {
    return { mapping: { prompt: 'prompt', chosen, rejected }, guessed: !namedByTrl }
  }
  // Whole conversations bring their prompt along.
  if (holdsConversation(rows, chosen, packed))
    return { mapping: { prompt: null, chosen, rejected }, guessed: !namedByTrl }
  const prompt = findPrompt(columns, [chosen, rejected], isText)
  const isShareGpt = prompt === 'conversations'
  return { mapping: { prompt, chosen, rejected }, guessed: !namedByTrl || (prompt !== null && !isShareGpt) }
}

function findSides(columns: string[], isText: (column: string) => boolean): [string, string] | null {
  // Named exactly so: then even wrong cells are worth naming row by row.
  if (columns.includes('chosen') && columns.includes('rejected')) return ['chosen', 'rejected']
  const byName = new Map(columns.map((column) => [normalise(column), column]))
  const pair = (better: string, worse: string): [string, string] | null => {
    const [a, b] = [byName.get(better), byName.get(worse)]
    return a !== undefined && b !== undefined && isText(a) && isText(b) ? [a, b] : null
  }
  for (const [better, worse] of [...SIDES, ...EXACT_SIDES]) {
    const found = pair(better, worse)
    if (found) return found
  }
  for (const [better, worse] of SIDES) {
    const word = new RegExp(`(^|_)${better}(_|$)`)
    for (const name of byName.keys()) {
      const found = word.test(name) && !ABOUT.test(name) && pair(name, name.replace(word, `$1${worse}$2`))
      if (found) return found
    }
  }
  return null
}

/** LLaMA-Factory's older form: `output` is a list of the better and the worse answer. */
function findAnswerList(rows: Row[], columns: string[]): [string, string] | null {
  const column = columns.find((name) => normalise(name) === 'output')
  const isPair = (value: unknown) =>
    Array.isArray(value) && value.length === 2 && value.every((v) => typeof v === 'string')
  if (column === undefined || !rows.every((row) => isPair(row[column]))) return null
  return [`${column}[0]`, `${column}[1]`]
}

function findPrompt(columns: string[], sides: string[], isText: (column: string) => boolean): string | null {
  const free = columns.filter((column) => !sides.includes(column) && isText(column))
  const byName = new Map(free.map((column) => [normalise(column), column]))
  const input = columns.find((column) => normalise(column) === 'input' && !sides.includes(column))
  const name = PROMPTS.find((each) => byName.has(each))
  if (name === undefined) return null
  const column = byName.get(name)!
  // Alpaca: the input belongs to the instruction, and is often empty.
  return name === 'instruction' && input !== undefined ? `${column}+${input}` : column
}

/** At least half of what is there can be read as text or turns. */
function holdsText(rows: Row[], column: string, packed: boolean): boolean {
  const kinds = rows.map((row) => readCell(pick(row, column), packed).kind).filter((kind) => kind !== 'missing')
  const texts = kinds.filter((kind) => kind === 'text' || kind === 'turns').length
  return texts > 0 && texts * 2 >= kinds.length
}

function holdsConversation(rows: Row[], column: string, packed: boolean): boolean {
  return rows.some((row) => {
    const cell = readCell(pick(row, column), packed)
    return cell.kind === 'turns' && cell.turns.length > 1 && cell.turns[0]!.role !== 'assistant'
  })
}

/** `chosenResponse`, `Chosen Response` and `chosen-response` are one name. */
export function normalise(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_')
}
