/** @file What drawings are written with: escaped text, lines, and sentences that keep to a width. */
import { PRINT_COLORS } from './print-colors'

export const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Helvetica, Arial, sans-serif"

/** What no XML may hold, control characters and halves of letters, goes. */
export const escapeXml = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

export const px = (value: number): string => String(Math.round(value * 100) / 100)

interface TextStyle {
  size?: number
  weight?: number
  anchor?: 'start' | 'middle' | 'end'
  color?: string
  turn?: string
}

export function text(
  x: number,
  y: number,
  words: string,
  { size, weight, anchor, color = PRINT_COLORS.ink, turn }: TextStyle = {},
) {
  const more = [
    size ? ` font-size="${size}"` : '',
    weight ? ` font-weight="${weight}"` : '',
    anchor ? ` text-anchor="${anchor}"` : '',
    turn ? ` transform="${turn}"` : '',
  ]
  return `<text x="${px(x)}" y="${px(y)}" fill="${color}"${more.join('')}>${escapeXml(words)}</text>`
}

export const rule = (x1: number, y1: number, x2: number, y2: number, color: string, more = ''): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${color}"${more}/>`

/** Chinese, Japanese and Korean letters are about twice as wide as others. */
const lettersIn = (words: string): number => words.replace(/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\uffef]/g, 'mm').length

/** Between words, at so many letters. */
export function wrapped(words: string, most: number): string[] {
  const lines: string[] = ['']
  for (const word of words.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && lettersIn(`${line} ${word}`) > most) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}
