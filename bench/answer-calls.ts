/** @file Answers calls that come as messages. */
import type { Calls } from './calls'

export interface Request {
  id: number
  call: keyof Calls
  args: unknown[]
}

export interface Answer {
  id: number
  result?: unknown
  error?: string
}

export async function answer(calls: Calls, { id, call, args }: Request): Promise<Answer> {
  try {
    return { id, result: await (calls[call] as (...args: unknown[]) => Promise<unknown>)(...args) }
  } catch (error) {
    return { id, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }
  }
}
