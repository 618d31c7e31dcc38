/** @file What is being typed and was not used yet: kept in this browser, so that a reload loses none of it. */

const KEY = 'typed-pairs'

export interface TypedTexts {
  prompt: string
  chosen: string
  rejected: string
}

const isTexts = (row: Partial<TypedTexts> | null): row is TypedTexts =>
  [row?.prompt, row?.chosen, row?.rejected].every((text) => typeof text === 'string')

/** Empty where nothing was begun, or the browser keeps nothing. */
export function keptDraft(): TypedTexts[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept)
      ? kept.filter(isTexts).map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected }))
      : []
  } catch {
    return []
  }
}

export function keepDraft(rows: readonly TypedTexts[]): void {
  try {
    if (rows.length === 0) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, JSON.stringify(rows))
  } catch {
    // Storage is full or forbidden: the sheet keeps them as long as the page lives.
  }
}
