/** @file What a command tells on standard error beside its result. */

export interface Notes {
  /** What is good to know; left out beside JSON. */
  note(text: string): void
  /** What a person should not miss. */
  warn(text: string): void
  /** A line that the next one rewrites, on a terminal alone; empty to clear it. */
  progress(text: string): void
}

export const SILENT: Notes = { note: () => {}, warn: () => {}, progress: () => {} }

const CLEAR = '\r\x1b[K'

export function notesFor(options: { json?: boolean }): Notes {
  const isTerminal = Boolean(process.stderr.isTTY)
  const line = (text: string) => void process.stderr.write(`${isTerminal ? CLEAR : ''}${text}\n`)
  return {
    note: options.json ? () => {} : line,
    warn: line,
    progress: isTerminal ? (text) => void process.stderr.write(CLEAR + text) : () => {},
  }
}
