import { describe, expect, it } from 'vitest'
import { type Drawn, drawnXml, pictureSvg } from './drawn-picture'
import { isWellFormed } from './well-formed-for-tests'

const LINE: Drawn = {
  tag: 'line',
  attributes: { x1: '0', x2: '10', y1: '5', y2: '5' },
  look: { fill: 'rgb(0, 0, 0)', stroke: 'rgb(0, 104, 168)', 'stroke-width': '1.25px', 'stroke-dasharray': '5px, 4px' },
}
const words = (text: string): Drawn => ({
  tag: 'text',
  attributes: { x: '1', y: '2' },
  look: { fill: 'rgb(26, 28, 32)', 'font-size': '11px', 'font-weight': '600', 'text-anchor': 'end' },
  words: text,
})
const group = (parts: Drawn[], look = {}): Drawn => ({ tag: 'g', attributes: {}, look, parts })
const COLORS = { ground: 'rgb(19, 21, 24)', ink: '#eceded', soft: '#a4a9b1' }

describe('a shape that was read from the page', () => {
  it('keeps place and look as attributes, without units', () => {
    expect(drawnXml(LINE).trim()).toBe(
      '<line x1="0" x2="10" y1="5" y2="5" fill="#000000" stroke="#0068a8" stroke-width="1.25" stroke-dasharray="5, 4"/>',
    )
    expect(drawnXml(words('a < b')).trim()).toBe(
      '<text x="1" y="2" fill="#1a1c20" font-size="11" font-weight="600" text-anchor="end">a &#60; b</text>',
    )
  })

  it('has the opacity of its colour times its own', () => {
    const look = { fill: 'rgba(0, 104, 168, 0.5)', 'fill-opacity': '0.5', stroke: 'none', opacity: '0.3' }
    const xml = drawnXml({ tag: 'circle', attributes: { r: '3' }, look })
    expect(xml).toContain('fill="#0068a8" fill-opacity="0.25"')
    expect(xml).toContain(' opacity="0.3"')
    expect(xml).not.toContain('stroke')
  })

  it('is left out where it paints nothing, and so is a group of nothing else', () => {
    const reach: Drawn = { ...LINE, look: { fill: 'none', stroke: 'rgba(0, 0, 0, 0)', 'stroke-width': '10px' } }
    expect(drawnXml(reach)).toBe('')
    expect(drawnXml(group([reach, group([])], { opacity: '0.5' }))).toBe('')
    expect(drawnXml(group([reach, LINE], { opacity: '0.5' }))).toMatch(/^<g opacity="0.5"><line [^>]*\/>\s*<\/g>/)
  })
})

describe('a picture', () => {
  const parts = [
    { width: 500, height: 100, drawn: group([LINE, words('</text> & "more"')]) },
    { width: 300, height: 20, drawn: group([words('key')]) },
  ]
  const caption = `brave <otter> · ${'batch 8 · '.repeat(20)}seed 1`
  const svg = pictureSvg({ title: 'Heat & map', caption, parts, colors: COLORS })
  const small = [...svg.matchAll(/<text x="24" y="([\d.]+)" [^>]*font-size="10">([^<]*)</g)]

  it('is well-formed, whatever is in its texts', () => {
    expect(isWellFormed(svg)).toBe(true)
  })

  it('stands on the ground of the page, as wide as its widest part, with its title', () => {
    const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
    expect(width).toBe(548)
    expect(svg).toContain(`<rect width="548" height="${height}" fill="#131518"/>`)
    expect(svg).toContain('fill="#eceded" font-size="16" font-weight="600">Heat &#38; map<')
  })

  it('puts its parts below each other and the small print last, whole, in lines', () => {
    const tops = [...svg.matchAll(/translate\(24 ([\d.]+)\)/g)].map(([, y]) => Number(y))
    expect(tops[1]! - tops[0]!).toBeGreaterThanOrEqual(100)
    expect(small.length).toBeGreaterThan(1)
    expect(small.map(([, , line]) => line).join(' ')).toBe(caption.replace('<', '&#60;').replace('>', '&#62;'))
    const ys = small.map(([, y]) => Number(y))
    expect(ys[0]).toBeGreaterThan(tops[1]! + 20)
    expect(Number(/height="(\d+)"/.exec(svg)![1])).toBeGreaterThan(ys.at(-1)!)
  })

  it('breaks lines of wide letters sooner', () => {
    const korean = pictureSvg({ title: 'x', caption: '학습률 배율 '.repeat(12).trim(), parts: [], colors: COLORS })
    expect(korean.match(/font-size="10"/g)!.length).toBe(3)
  })
})
