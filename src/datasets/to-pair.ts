/** @file One row to a preference pair, or the reason why not. */
import type { ColumnMapping, RowKind } from '../protocol/dataset-report'
import type { ErrorCode } from '../protocol/errors'
import type { ChatMessage, PreferencePair } from '../protocol/preference'
import { type Cell, pick, readCell, unpackIds } from './cell'
import { sameTurn, sharedPromptLength, sharedTurns } from './implicit-prompt'
import type { RowProblem } from './sources'

export interface PairPlan {
  mapping: ColumnMapping
  /** Exchanges chosen and rejected. */
  swap: boolean
  /** Cells hold lists as JSON text (CSV). */
  packed: boolean
  /** Both texts begin with the text of the prompt column all through the file: it is taken off. */
  promptRepeated: boolean
}

export type PairParts = Pick<PreferencePair, 'prompt' | 'chosen' | 'rejected' | 'ids'>
export type PairOutcome = { pair: PairParts; kind: RowKind } | { problem: RowProblem }

export function toPair(row: Record<string, unknown>, plan: PairPlan): PairOutcome {
  const { mapping, packed } = plan
  const cellOf = (column: string) => {
    const value = pick(row, column)
    return readCell(packed && column.endsWith('_ids') ? unpackIds(value) : value, packed)
  }
  const prompt = mapping.prompt === null ? null : cellOf(mapping.prompt)
  const chosen = cellOf(mapping.chosen)
  const rejected = cellOf(mapping.rejected)
  const faulty =
    (prompt && faultOf(prompt, mapping.prompt!)) ??
    faultOf(chosen, mapping.chosen) ??
    faultOf(rejected, mapping.rejected)
  if (faulty) return { problem: faulty }
  const outcome = combine(prompt, chosen, rejected, plan)
  if (!plan.swap || 'problem' in outcome) return outcome
  const { pair } = outcome
  const ids = pair.ids && { prompt: pair.ids.prompt, chosen: pair.ids.rejected, rejected: pair.ids.chosen }
  const swapped = { prompt: pair.prompt, chosen: pair.rejected, rejected: pair.chosen }
  return { kind: outcome.kind, pair: ids ? { ...swapped, ids } : swapped }
}

function faultOf(cell: Cell, column: string): RowProblem | null {
  if (cell.kind === 'missing') return { code: 'data/missing-column', message: `nothing stands under "${column}"` }
  if (cell.kind === 'wrong') return { code: 'data/wrong-type', message: `"${column}" is ${cell.what}` }
  return null
}

const problem = (code: ErrorCode, message: string): PairOutcome => ({ problem: { code, message } })
const emptyPrompt = () => problem('data/empty-prompt', 'the prompt is empty')
const equal = () => problem('data/equal-completions', 'chosen and rejected are the same')
const empty = (side: string) => problem('data/empty-completion', `the ${side} completion is empty`)

function combine(prompt: Cell | null, chosen: Cell, rejected: Cell, plan: PairPlan): PairOutcome {
  if (chosen.kind === 'ids' || rejected.kind === 'ids' || prompt?.kind === 'ids') {
    return fromIds(prompt, chosen, rejected)
  }
  if (chosen.kind === 'text' && rejected.kind === 'text') {
    if (prompt === null) return implicitText(chosen.text, rejected.text)
    if (prompt.kind === 'text') return explicitText(prompt.text, chosen.text, rejected.text, plan.promptRepeated)
  }
  const [chosenTurns, rejectedTurns] = [asTurns(chosen), asTurns(rejected)]
  const bothAlike = chosen.kind === rejected.kind
  if (!bothAlike || !chosenTurns || !rejectedTurns) {
    return problem(
      'data/wrong-type',
      `"${plan.mapping.chosen}" and "${plan.mapping.rejected}" differ in kind: text and messages`,
    )
  }
  const fromShareGpt = [prompt, chosen, rejected].some((cell) => cell?.kind === 'turns' && cell.shareGpt)
  const outcome = fromTurns(prompt, chosenTurns, rejectedTurns)
  return fromShareGpt && 'pair' in outcome ? { ...outcome, kind: 'sharegpt' } : outcome
}

function fromIds(promptCell: Cell | null, chosenCell: Cell, rejectedCell: Cell): PairOutcome {
  const [prompt, chosen, rejected] = [asIds(promptCell), asIds(chosenCell), asIds(rejectedCell)]
  if (!prompt || !chosen || !rejected) {
    return problem('data/wrong-type', 'token ids must be given for prompt, chosen and rejected alike')
  }
  if (prompt.length === 0) return emptyPrompt()
  if (chosen.length === 0) return empty('chosen')
  if (rejected.length === 0) return empty('rejected')
  if (chosen.length === rejected.length && chosen.every((id, i) => id === rejected[i])) return equal()
  return { pair: { prompt: '', chosen: '', rejected: '', ids: { prompt, chosen, rejected } }, kind: 'tokenised' }
}

/** An empty list may be meant as ids or as messages. */
function asIds(cell: Cell | null): number[] | null {
  if (cell?.kind === 'ids') return cell.ids
  return cell?.kind === 'turns' && cell.turns.length === 0 ? [] : null
}

/** Completions follow the prompt as they stand: no space is added, exactly as TRL concatenates. */
function explicitText(prompt: string, chosen: string, rejected: string, promptRepeated: boolean): PairOutcome {
  if (prompt.trim() === '') return emptyPrompt()
  const cut = promptRepeated && chosen.startsWith(prompt) && rejected.startsWith(prompt) ? prompt.length : 0
  return texts(prompt, chosen.slice(cut), rejected.slice(cut), 'explicit-text')
}

function implicitText(chosen: string, rejected: string): PairOutcome {
  if (chosen.trim() === '') return empty('chosen')
  if (rejected.trim() === '') return empty('rejected')
  if (chosen === rejected) return equal()
  const cut = sharedPromptLength(chosen, rejected)
  if (cut === 0) {
    return problem('data/no-shared-prompt', 'there is no prompt column, and chosen and rejected share no beginning')
  }
  return texts(chosen.slice(0, cut), chosen.slice(cut), rejected.slice(cut), 'implicit-text')
}

function texts(prompt: string, chosen: string, rejected: string, kind: RowKind): PairOutcome {
  if (chosen.trim() === '') return empty('chosen')
  if (rejected.trim() === '') return empty('rejected')
  if (chosen === rejected) return equal()
  return { pair: { prompt, chosen, rejected }, kind }
}

function asTurns(cell: Cell): ChatMessage[] | null {
  if (cell.kind === 'turns') return cell.turns
  return cell.kind === 'text' ? [{ role: 'assistant', content: cell.text }] : null
}

function fromTurns(prompt: Cell | null, chosen: ChatMessage[], rejected: ChatMessage[]): PairOutcome {
  if (isBlank(chosen)) return empty('chosen')
  if (isBlank(rejected)) return empty('rejected')
  if (chosen.length === rejected.length && chosen.every((turn, i) => sameTurn(turn, rejected[i]!))) return equal()
  if (prompt === null) return splitTurns(chosen, rejected, 'implicit-chat')
  if (prompt.kind === 'text' && prompt.text.trim() === '') return emptyPrompt()
  const given = prompt.kind === 'turns' ? prompt.turns : []
  if (prompt.kind === 'turns' && isBlank(given)) return emptyPrompt()
  const startsWithAnswer = chosen[0]!.role === 'assistant' && rejected[0]!.role === 'assistant'
  if (startsWithAnswer) {
    const turns = prompt.kind === 'text' ? [{ role: 'user', content: prompt.text }] : given
    return chat(turns, chosen, rejected, 'explicit-chat')
  }
  return wholeConversations(given, chosen, rejected)
}

/** A prompt column beside conversations that contain it (UltraFeedback): what they share is the prompt. */
function wholeConversations(given: ChatMessage[], chosen: ChatMessage[], rejected: ChatMessage[]): PairOutcome {
  const repeats = (turns: ChatMessage[]) =>
    given.every((turn, i) => turns[i] !== undefined && sameTurn(turn, turns[i]!))
  const cut = given.length
  if (cut > 0 && repeats(chosen) && repeats(rejected) && chosen[cut]?.role === 'assistant') {
    if (rejected[cut]?.role === 'assistant') {
      return chat(given, chosen.slice(cut), rejected.slice(cut), 'explicit-chat')
    }
  }
  const outcome = splitTurns(chosen, rejected, 'explicit-chat')
  const isSystem = given[0]?.role === 'system'
  if (!isSystem || 'problem' in outcome) return outcome
  // The system message may stand in the prompt alone.
  const turns = outcome.pair.prompt as ChatMessage[]
  const prompt = turns[0]!.role === 'system' ? turns : [given[0]!, ...turns]
  return { ...outcome, pair: { ...outcome.pair, prompt } }
}

function splitTurns(chosen: ChatMessage[], rejected: ChatMessage[], kind: RowKind): PairOutcome {
  const cut = sharedTurns(chosen, rejected)
  if (cut === null) {
    return problem('data/no-shared-prompt', 'the conversations share no turns that lead up to two answers')
  }
  return chat(chosen.slice(0, cut), chosen.slice(cut), rejected.slice(cut), kind)
}

function chat(prompt: ChatMessage[], chosen: ChatMessage[], rejected: ChatMessage[], kind: RowKind): PairOutcome {
  if (chosen[0]!.content.trim() === '') return empty('chosen')
  if (rejected[0]!.content.trim() === '') return empty('rejected')
  return { pair: { prompt, chosen, rejected }, kind }
}

const isBlank = (turns: ChatMessage[]): boolean => turns.every((turn) => turn.content.trim() === '')
