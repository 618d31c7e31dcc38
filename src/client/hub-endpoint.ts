/** @file Where the Hub is: a mirror's address is kept for the next visit. */
import { HUB_ENDPOINT } from '../protocol/hub'
import { parseEndpoint } from './hub-name'

const KEY = 'preference-playground:hub-endpoint'

export function knownEndpoint(): string {
  try {
    return parseEndpoint(localStorage.getItem(KEY) ?? '') ?? HUB_ENDPOINT
  } catch {
    return HUB_ENDPOINT
  }
}

export function rememberEndpoint(endpoint: string): void {
  try {
    if (endpoint === HUB_ENDPOINT) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, endpoint)
  } catch {
    // Storage is full or forbidden: the address holds for this visit.
  }
}
