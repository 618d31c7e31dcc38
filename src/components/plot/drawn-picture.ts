/** @file Shapes that were read from the page, written as a drawing of its own with title and small print. */
import { plainColor } from './css-color'
import { escapeXml, FONT, px, text, wrapped } from './svg-parts'

export interface Drawn {
  /** `text` and shapes are painted, `g` and `svg` hold others. */
  tag: string
  /** Where it lies. */
  attributes: Readonly<Record<string, string>>
  /** As the browser computes it, by CSS property. */
  look: Readonly<Record<string, string>>
  words?: string | undefined
  parts?: readonly Drawn[] | undefined
}

export interface DrawnPart {
  width: number
  height: number
  drawn: Drawn
}

export interface Picture {
  title: string
  /** In small print: what it is of. */
  caption?: string | undefined
  /** Below each other. */
  parts: readonly DrawnPart[]
  colors: { ground: string; ink: string; soft: string }
}

/** What is written of a look, where it is not this already. */
const SHAPE_LOOK: Readonly<Record<string, string>> = {
  'stroke-width': '1',
  'stroke-dasharray': 'none',
  'stroke-linejoin': 'miter',
  'stroke-linecap': 'butt',
  'paint-order': 'normal',
  'vector-effect': 'none',
  'shape-rendering': 'auto',
}
const TEXT_LOOK: Readonly<Record<string, string>> = { 'font-size': '', 'font-weight': '400', 'text-anchor': 'start' }
export const LOOK = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'opacity'],
  ...Object.keys(SHAPE_LOOK),
  ...Object.keys(TEXT_LOOK),
]

const MARGIN = 24
const GAP = 8
const TITLE = { size: 16, line: 22, letter: 8.6 }
const SMALL = { size: 10, line: 14, letter: 5.4 }
/** Room for the small print of narrow graphics. */
const LEAST = 320

const attributesXml = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('')

/** Null where it is seen through. */
function paint(look: Drawn['look'], kind: 'fill' | 'stroke'): { color: string; alpha: number } | null {
  const { color, alpha } = plainColor(look[kind] ?? 'none')
  const whole = alpha * Number(look[`${kind}-opacity`] ?? 1)
  return color === 'none' || whole === 0 ? null : { color, alpha: whole }
}

/** Empty for what paints nothing, such as a wide line that only takes the pointer. */
export function drawnXml({ tag, attributes, look, words, parts = [] }: Drawn): string {
  const place = Object.entries(attributes)
  if (look.opacity !== undefined && look.opacity !== '1') place.push(['opacity', look.opacity])
  if (tag === 'g' || tag === 'svg') {
    const inside = parts.map(drawnXml).join('')
    return inside === '' ? '' : `<${tag}${attributesXml(place)}>${inside}</${tag}>\n`
  }
  const [fill, stroke] = [paint(look, 'fill'), paint(look, 'stroke')]
  if (!fill && !stroke) return ''
  place.push(['fill', fill?.color ?? 'none'])
  if (fill && fill.alpha !== 1) place.push(['fill-opacity', px(fill.alpha)])
  if (stroke) {
    place.push(['stroke', stroke.color])
    if (stroke.alpha !== 1) place.push(['stroke-opacity', px(stroke.alpha)])
  }
  for (const [property, usual] of Object.entries(tag === 'text' ? { ...SHAPE_LOOK, ...TEXT_LOOK } : SHAPE_LOOK)) {
    if (!stroke && property.startsWith('stroke-')) continue
    const value = look[property]?.replace(/px\b/g, '')
    if (value !== undefined && value !== usual) place.push([property, value])
  }
  return words === undefined
    ? `<${tag}${attributesXml(place)}/>\n`
    : `<${tag}${attributesXml(place)}>${escapeXml(words)}</${tag}>\n`
}

export function pictureSvg({ title, caption, parts, colors }: Picture): string {
  const inner = Math.max(LEAST, ...parts.map(({ width }) => width))
  const titles = wrapped(title, Math.floor(inner / TITLE.letter))
  const top = MARGIN + titles.length * TITLE.line
  const tops = parts.map((_, i) => parts.slice(0, i).reduce((sum, { height }) => sum + height + GAP, top))
  const bottom = parts.reduce((sum, { height }) => sum + height + GAP, top)
  const captions = caption ? wrapped(caption, Math.floor(inner / SMALL.letter)) : []
  const [width, height] = [Math.ceil(inner + 2 * MARGIN), Math.ceil(bottom + captions.length * SMALL.line + MARGIN / 2)]
  const { ground, ink, soft } = colors
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}" font-family="${FONT}" font-size="12">
<rect width="${width}" height="${height}" fill="${plainColor(ground).color}"/>
${titles.map((line, i) => text(MARGIN, MARGIN + 4 + i * TITLE.line, line, { size: TITLE.size, weight: 600, color: plainColor(ink).color })).join('')}
${parts.map(({ drawn }, i) => `<g transform="translate(${MARGIN} ${px(tops[i]!)})">${drawnXml(drawn)}</g>`).join('\n')}
${captions.map((line, i) => text(MARGIN, bottom + SMALL.size + i * SMALL.line, line, { size: SMALL.size, color: plainColor(soft).color })).join('')}
</svg>
`
}
