/**
 * @file Reads back what `pairsAsJsonl` writes, for a set that is edited: text, or conversations of one turn each. (Data
 * sets of every kind are read by the worker, as data.)
 */
import { z } from 'zod'
import { AppError } from '../../protocol/errors'
import type { LabelTexts } from '../../protocol/labels'

export interface OpenedRow extends LabelTexts {
  chat: boolean
}

const turn = (role: string) => z.tuple([z.object({ role: z.literal(role), content: z.string() })])

const textRow = z.object({ prompt: z.string(), chosen: z.string(), rejected: z.string() })
const chatRow = z.object({ prompt: turn('user'), chosen: turn('assistant'), rejected: turn('assistant') })

const REMEDY =
  'Each line needs prompt, chosen and rejected. Other files can be dropped on the page, to be loaded as data.'

function readLine(name: string, line: string, at: number): OpenedRow {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new AppError('data/broken-json', `Line ${at} of "${name}" is not JSON: ${line.slice(0, 60)}`, REMEDY)
  }
  const text = textRow.safeParse(value)
  if (text.success) return { ...text.data, chat: false }
  const chat = chatRow.safeParse(value)
  if (!chat.success) {
    const message = `Line ${at} of "${name}" is neither a pair of texts nor of one-turn answers: ${line.slice(0, 60)}`
    throw new AppError('data/wrong-type', message, REMEDY)
  }
  const { prompt, chosen, rejected } = chat.data
  return { prompt: prompt[0].content, chosen: chosen[0].content, rejected: rejected[0].content, chat: true }
}

/** All rows or an error that names the line. @throws AppError */
export function readPairRows(name: string, text: string): OpenedRow[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const rows = lines.flatMap((line, i) => (line.trim() === '' ? [] : [readLine(name, line, i + 1)]))
  if (rows.length === 0) throw new AppError('data/empty', `"${name}" holds no pairs.`, REMEDY)
  return rows
}
