/** @file The light theme's colours as plain values: an exported picture stands on white paper, whatever the page looks like. */
import type { ColorName } from '../theme'

/** theme.css has the same; a test compares them. */
export const PRINT_COLORS: Record<ColorName, string> = {
  page: '#fafaf8',
  surface: '#ffffff',
  sunken: '#f3f3f0',
  rule: '#e4e4df',
  'rule-strong': '#c9c9c3',
  ink: '#1a1c20',
  soft: '#5c6068',
  faint: '#8b8f96',
  chosen: '#0068a8',
  rejected: '#b34a00',
  policy: '#1a1c20',
  base: '#666b73',
  target: '#8f3c7b',
  accent: '#00735a',
  changed: '#fcf0c4',
  warning: '#7a5c00',
  error: '#b3261e',
  grid: '#ecece8',
  axis: '#5c6068',
  cursor: '#8b8f96',
  band: '#1a1c2008',
  'run-1': '#1a1c20',
  'run-2': '#7a3cf0',
  'run-3': '#504a00',
  'run-4': '#d0217f',
  'run-5': '#0a5260',
  'run-6': '#6e1f3f',
}
