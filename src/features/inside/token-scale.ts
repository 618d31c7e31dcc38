/** @file Colour and mark of a token's difference: one scale for the whole run, symmetric around zero. */
import type { CSSProperties } from 'react'

/** Most of a hue that a token's ground takes: ink stays readable on it in both themes. */
const STRONGEST = 48
/** Below this share of the scale's end nothing is marked. */
const SILENT = 0.03

export type Sign = 'up' | 'down' | 'none'

export function signOf(difference: number, limit: number): Sign {
  if (!(Math.abs(difference) >= SILENT * limit)) return 'none'
  return difference > 0 ? 'up' : 'down'
}

/** Percent of the hue. */
export const strengthOf = (difference: number, limit: number): number =>
  Math.round(STRONGEST * Math.min(1, Math.abs(difference) / limit)) || 0

export const tokenStyle = (difference: number, limit: number): CSSProperties =>
  ({ '--strength': `${strengthOf(difference, limit)}%` }) as CSSProperties
