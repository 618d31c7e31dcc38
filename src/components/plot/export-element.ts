/** @file Reads a graphic off the page: its shapes, texts and coloured boxes, with the looks that the styles give them. */
import { plainColor } from './css-color'
import { type Drawn, type DrawnPart, LOOK, pictureSvg } from './drawn-picture'
import { type PictureAbout, type PictureForm, saveSvg } from './export-plot'

/** What says where a shape lies; names, classes and handlers stay behind. */
const PLACES =
  /^(x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|dx|dy|points|width|height|viewBox|preserveAspectRatio|transform|overflow)$/
const SHAPES = new Set(['path', 'line', 'polyline', 'polygon', 'circle', 'ellipse', 'rect'])
/** What is there to be used and not to be looked at. */
const CONTROLS = 'button, input, select, textarea'

export interface PictureText extends PictureAbout {
  title: string
}

/** @param elements What is drawn, below each other; their colours are those of the page as it is. */
export function elementsSvg(elements: readonly Element[], { title, caption }: PictureText): string {
  const style = getComputedStyle(document.documentElement)
  const colors = {
    ground: elements[0] ? groundOf(elements[0]) : style.getPropertyValue('--color-page'),
    ink: style.getPropertyValue('--color-ink'),
    soft: style.getPropertyValue('--color-soft'),
  }
  return pictureSvg({ title, caption, parts: elements.map(partOf), colors })
}

export async function saveElements(elements: readonly Element[], words: PictureText, form: PictureForm): Promise<void> {
  const { title, of } = words
  await saveSvg(elementsSvg(elements, words), form, of ? `${of} ${title}` : title)
}

function groundOf(element: Element | null): string {
  if (!element) return '#ffffff'
  const { backgroundColor } = getComputedStyle(element)
  return plainColor(backgroundColor).alpha > 0 ? backgroundColor : groundOf(element.parentElement)
}

function partOf(element: Element): DrawnPart {
  const box = element.getBoundingClientRect()
  const { scrollWidth, scrollHeight } = element
  return {
    width: Math.max(box.width, scrollWidth),
    height: Math.max(box.height, scrollHeight),
    drawn: group(readBox(element, box)),
  }
}

const group = (parts: readonly Drawn[], look: Drawn['look'] = {}): Drawn => ({ tag: 'g', attributes: {}, look, parts })

const isHidden = ({ display, visibility }: CSSStyleDeclaration): boolean =>
  display === 'none' || visibility === 'hidden'

/** An element of HTML: its ground, and what stands in it; places count from `origin`. */
function readBox(element: Element, origin: DOMRect): Drawn[] {
  const style = getComputedStyle(element)
  if (isHidden(style) || element.matches(CONTROLS)) return []
  const box = element.getBoundingClientRect()
  const [x, y] = [box.left - origin.left, box.top - origin.top]
  const ground: Drawn = {
    tag: 'rect',
    attributes: numbers({ x, y, width: box.width, height: box.height, rx: Number.parseFloat(style.borderRadius) || 0 }),
    look: { fill: style.backgroundColor },
  }
  const inside = [...element.childNodes].flatMap((node): Drawn[] => {
    if (node instanceof SVGSVGElement) return readSvg(node, origin)
    if (node instanceof Element) return readBox(node, origin)
    // Texts beside each other are one, read at its first.
    return node instanceof Text && !(node.previousSibling instanceof Text) ? readWords(node, style, origin) : []
  })
  return [group([ground, ...inside], { opacity: style.opacity })]
}

const ANCHORS: Readonly<Record<string, [anchor: string, share: number]>> = {
  center: ['middle', 0.5],
  right: ['end', 1],
  end: ['end', 1],
}
/** From the middle of a line down to where its letters stand, in heights of a letter. */
const BASELINE = 0.35

interface Line {
  words: string
  left: number
  right: number
  middle: number
}

/** A text of HTML and those that follow it at once, line by line as it is broken on the page. */
function readWords(first: Text, style: CSSStyleDeclaration, origin: DOMRect): Drawn[] {
  const range = document.createRange()
  const lines: Line[] = []
  let space = ''
  for (let node: Node | null = first; node instanceof Text; node = node.nextSibling) {
    for (const { 0: part, index } of node.data.matchAll(/\S+|\s+/g)) {
      if (part.trim() === '') {
        space = ' '
        continue
      }
      range.setStart(node, index)
      range.setEnd(node, index + part.length)
      const box = range.getBoundingClientRect()
      const middle = box.top + box.height / 2
      const line = lines.at(-1)
      if (line && Math.abs(line.middle - middle) < 2) {
        line.words += space + part
        line.right = box.right
      } else lines.push({ words: part, left: box.left, right: box.right, middle })
      space = ''
    }
  }
  const [anchor, share] = ANCHORS[style.textAlign] ?? ['start', 0]
  return lines.map(({ words, left, right, middle }) => ({
    tag: 'text',
    attributes: numbers({
      x: left + (right - left) * share - origin.left,
      y: middle - origin.top + BASELINE * Number.parseFloat(style.fontSize),
    }),
    look: { fill: style.color, 'font-size': style.fontSize, 'font-weight': style.fontWeight, 'text-anchor': anchor },
    words,
  }))
}

function readSvg(svg: SVGSVGElement, origin: DOMRect): Drawn[] {
  const style = getComputedStyle(svg)
  if (isHidden(style)) return []
  const box = svg.getBoundingClientRect()
  const place = numbers({ x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height })
  const parts = [...svg.children].flatMap(readShape)
  return [
    {
      tag: 'svg',
      attributes: { ...placeOf(svg), ...place, overflow: style.overflow },
      look: { opacity: style.opacity },
      parts,
    },
  ]
}

function readShape(element: Element): Drawn[] {
  const style = getComputedStyle(element)
  if (isHidden(style)) return []
  const attributes = { ...placeOf(element), ...movedBy(element, style) }
  const tag = element.localName
  if (tag === 'g')
    return [{ tag, attributes, look: { opacity: style.opacity }, parts: [...element.children].flatMap(readShape) }]
  if (tag !== 'text' && !SHAPES.has(tag)) return []
  const look = Object.fromEntries(LOOK.map((property) => [property, style.getPropertyValue(property)]))
  return [{ tag, attributes, look, words: tag === 'text' ? (element.textContent ?? '') : undefined }]
}

const placeOf = (element: Element): Record<string, string> =>
  Object.fromEntries(
    [...element.attributes].filter(({ name }) => PLACES.test(name)).map(({ name, value }) => [name, value]),
  )

/** Where it is going, if it glides. */
function movedBy(element: Element, { transform }: CSSStyleDeclaration): Record<string, string> {
  const moved = (element instanceof SVGElement && element.style.transform) || transform
  if (moved === '' || moved === 'none') return {}
  const { a, b, c, d, e, f } = new DOMMatrix(moved)
  return { transform: `matrix(${[a, b, c, d, e, f].map((value) => Number(value.toFixed(3))).join(' ')})` }
}

const numbers = (places: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(places).map(([name, value]) => [name, String(Number(value.toFixed(2)))]))
