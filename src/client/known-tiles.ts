/** @file Which tile of matrix products each GPU of this browser was found to like, so that the trial is made only once. */
import type { DeviceReport } from '../protocol/device'

const KEY = 'tiles'

/** By the name of the GPU; empty where nothing is known, or the browser keeps nothing. */
export function knownTiles(): Record<string, string> {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof known === 'object' && known !== null ? (known as Record<string, string>) : {}
  } catch {
    return {}
  }
}

export function rememberTile({ name, tile }: DeviceReport): void {
  if (!tile) return
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...knownTiles(), [name]: tile }))
  } catch {
    // Storage is full or forbidden: the next visit makes the trial again.
  }
}
