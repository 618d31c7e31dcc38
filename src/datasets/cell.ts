/** @file What one cell of a row holds: text, turns of a conversation, or token ids. */
import type { ChatMessage } from '../protocol/preference'
import { isObject } from './sources'

export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'turns'; turns: ChatMessage[]; shareGpt: boolean }
  | { kind: 'ids'; ids: number[] }
  | { kind: 'missing' }
  | { kind: 'wrong'; what: string }

const ROLES: Record<string, string> = {
  human: 'user',
  gpt: 'assistant',
  bot: 'assistant',
  chatbot: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  model: 'assistant',
  observation: 'tool',
  function_response: 'tool',
}

/** `packed`: cells of a CSV hold messages as JSON text. */
export function readCell(value: unknown, packed: boolean): Cell {
  if (value === undefined || value === null) return { kind: 'missing' }
  if (typeof value === 'string') return packed ? unpackText(value) : { kind: 'text', text: value }
  if (Array.isArray(value)) return readList(value)
  if (isObject(value)) return readTurns([value])
  return { kind: 'wrong', what: `the ${typeof value} ${String(value)}` }
}

/** The value under a column name, under `a+b` (both, joined by a line break) or under `a[0]` (an element of a list). */
export function pick(row: Record<string, unknown>, column: string): unknown {
  if (Object.hasOwn(row, column)) return row[column]
  const element = /^(.+)\[(\d+)\]$/.exec(column)
  if (element) {
    const list = Object.hasOwn(row, element[1]!) ? row[element[1]!] : undefined
    return Array.isArray(list) ? list[Number(element[2])] : undefined
  }
  const parts = column.split('+')
  if (parts.length < 2 || !parts.some((part) => Object.hasOwn(row, part))) return undefined
  const values = parts.map((part) => (Object.hasOwn(row, part) ? row[part] : undefined))
  const present = values.filter((value) => value !== undefined && value !== null && value !== '')
  // Something else than text stays as it is, so that it is named for what it is.
  return present.find((value) => typeof value !== 'string') ?? present.join('\n')
}

/** The columns that a name of a mapping stands for. */
export function columnsOf(column: string, columns: string[]): string[] {
  if (columns.includes(column)) return [column]
  const element = /^(.+)\[\d+\]$/.exec(column)
  return element ? [element[1]!] : column.split('+')
}

function unpackText(text: string): Cell {
  const start = text.trimStart()
  if (/^\[\s*\{\s*'(role|content|from|value)'\s*:/.test(start)) {
    return { kind: 'wrong', what: 'a list as Python prints it; save the table as JSONL instead' }
  }
  if (/^\[?\s*\{\s*"(role|content|from|value)"\s*:/.test(start)) {
    try {
      const cell = readCell(JSON.parse(text), false)
      if (cell.kind === 'turns') return cell
    } catch {
      // Then it is text that happens to begin like a list.
    }
  }
  return { kind: 'text', text }
}

/** Token ids in a cell of a CSV. Only for columns named as ids: elsewhere "[1, 2]" is somebody's answer. */
export function unpackIds(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*\[[\d,\s]*\]\s*$/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function readList(list: unknown[]): Cell {
  if (list.length === 0) return { kind: 'turns', turns: [], shareGpt: false }
  if (list.every((item) => typeof item === 'number')) {
    const bad = list.find((item) => !Number.isInteger(item) || (item as number) < 0)
    if (bad !== undefined) return { kind: 'wrong', what: `a list of numbers with ${String(bad)}, which is no token id` }
    return { kind: 'ids', ids: list as number[] }
  }
  if (list.every(isObject)) return readTurns(list)
  return { kind: 'wrong', what: typeof list[0] === 'string' ? 'a list of texts' : 'a list of mixed values' }
}

function readTurns(list: Record<string, unknown>[]): Cell {
  const turns: ChatMessage[] = []
  let shareGpt = false
  for (const item of list) {
    const isShareGpt = typeof item.from === 'string'
    const role = isShareGpt ? item.from : item.role
    if (typeof role !== 'string' || role === '') {
      const keys = Object.keys(item).slice(0, 6).join(', ')
      return {
        kind: 'wrong',
        what: `an object with ${keys ? `the keys ${keys}` : 'no keys'}, not a message with a role`,
      }
    }
    const content = readContent(isShareGpt ? item.value : item.content)
    const calls = Array.isArray(item.tool_calls) && item.tool_calls.length > 0
    if (content.text === undefined || calls) {
      const what = calls ? 'that calls tools, which are not read' : content.fault
      return { kind: 'wrong', what: `a message of role "${role}" ${what}` }
    }
    shareGpt ||= isShareGpt
    const name = role.toLowerCase()
    turns.push({ role: Object.hasOwn(ROLES, name) ? ROLES[name]! : name, content: content.text })
  }
  return { kind: 'turns', turns, shareGpt }
}

type Content = { text: string; fault?: undefined } | { text?: undefined; fault: string }

/** Text, or text in parts as OpenAI's format has it; a picture among them would be lost, so it is a fault. */
function readContent(content: unknown): Content {
  if (typeof content === 'string') return { text: content }
  if (!Array.isArray(content)) return { fault: 'without text' }
  const isText = (part: unknown): part is { text: string } =>
    isObject(part) && typeof part.text === 'string' && (typeof part.type !== 'string' || part.type.endsWith('text'))
  const other: unknown = content.find((part) => !isText(part))
  if (other === undefined) return { text: content.map((part) => part.text).join('') }
  const type = isObject(other) && typeof other.type === 'string' ? `of type "${other.type}"` : 'that is no text'
  return { fault: `with a part ${type}` }
}
