/** @file The theme's colours for canvases: read once, read again when the colour scheme changes. */
import { type ColorName, readColor } from '../theme'

const cache = new Map<ColorName, string>()
const listeners = new Set<() => void>()
let watching = false

export function plotColor(name: ColorName): string {
  let value = cache.get(name)
  if (value === undefined) {
    value = readColor(name) || '#888888'
    cache.set(name, value)
  }
  return value
}

/** The colour with an opacity, whatever notation the theme wrote it in. */
export function fade(color: string, alpha: number): string {
  if (alpha >= 1) return color
  return `color-mix(in srgb, ${color} ${Math.round(alpha * 100)}%, transparent)`
}

export function onSchemeChange(listener: () => void): () => void {
  if (!watching) watchScheme()
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function watchScheme(): void {
  watching = true
  new MutationObserver(() => {
    cache.clear()
    for (const listener of listeners) listener()
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] })
}
