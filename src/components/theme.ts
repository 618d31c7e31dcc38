/** @file Mantine's theme, made of the variables in theme.css; read a variable here where a canvas needs its value. */
import { createTheme, Drawer, type MantineColorsTuple, Modal } from '@mantine/core'

export type ColorName =
  | 'page'
  | 'surface'
  | 'sunken'
  | 'rule'
  | 'rule-strong'
  | 'ink'
  | 'soft'
  | 'faint'
  | 'chosen'
  | 'rejected'
  | 'policy'
  | 'base'
  | 'target'
  | 'accent'
  | 'changed'
  | 'warning'
  | 'error'
  | 'grid'
  | 'axis'
  | 'cursor'
  | 'band'
  | `run-${1 | 2 | 3 | 4 | 5 | 6}`

/** For style properties and SVG. */
export const colorVar = (name: ColorName): string => `var(--color-${name})`

/** The value a canvas can draw with, in the theme that is on now. */
export function readColor(name: ColorName): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim()
}

const accent: MantineColorsTuple = [
  '#e4f2ed',
  '#cbe6dd',
  '#9fd2c2',
  '#6dbca4',
  '#35c79a',
  '#1d937a',
  '#00735a',
  '#00624d',
  '#005240',
  '#004233',
]

/** Sheets and dialogs carry the page's one larger size. */
const title = { fontSize: 'var(--text-large)', fontWeight: 600 }

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  colors: { accent },
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '18px', xl: '18px' },
  spacing: { xs: '8px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { Drawer: Drawer.extend({ styles: { title } }), Modal: Modal.extend({ styles: { title } }) },
  headings: { fontWeight: '600' },
})
