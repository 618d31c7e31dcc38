/** @file What was deleted last, and the way back: a line on the page offers it for a while. */
import { createStore } from 'zustand/vanilla'

export interface UndoOffer {
  id: number
  /** What was done: “Deleted brave-otter”. */
  text: string
  undo: () => void
}

/** Milliseconds that an offer stands. */
const STANDS = 12_000

export const undoStore = createStore<{ offer: UndoOffer | null }>()(() => ({ offer: null }))

let count = 0
let timer: ReturnType<typeof setTimeout> | null = null

export function withdrawUndo(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  undoStore.setState({ offer: null })
}

/** Takes the place of an older offer, which cannot be undone any more. */
export function offerUndo(text: string, undo: () => void): void {
  withdrawUndo()
  undoStore.setState({ offer: { id: ++count, text, undo } })
  timer = setTimeout(withdrawUndo, STANDS)
}

export function takeBack(): void {
  const { offer } = undoStore.getState()
  withdrawUndo()
  offer?.undo()
}
