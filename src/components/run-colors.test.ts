import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/components/theme.css', 'utf8')
const darkAt = css.indexOf("[data-mantine-color-scheme='dark']")
const SCHEMES = { light: css.slice(0, darkAt), dark: css.slice(darkAt) }
/** As overlaid lines are drawn. */
const FAINT = 0.8
/** In OKLab, times a hundred: about five differences that can just be seen. */
const APART = 10

type Rgb = [number, number, number]

function colorIn(scheme: string, name: string): Rgb {
  const hex = new RegExp(`--color-${name}: #(\\w{6});`).exec(scheme)![1]!
  return [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as Rgb
}

const linear = (rgb: Rgb): Rgb => rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as Rgb

function contrast(a: Rgb, b: Rgb): number {
  const luminances = [a, b].map((rgb) => {
    const [red, green, blue] = linear(rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
  })
  return Math.max(...luminances) / Math.min(...luminances)
}

function oklab(rgb: Rgb): Rgb {
  const [r, g, b] = linear(rgb)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const distance = (a: Rgb, b: Rgb): number => 100 * Math.hypot(...oklab(a).map((v, i) => v - oklab(b)[i]!))

describe.each(Object.entries(SCHEMES))('colours of runs, %s', (_, scheme) => {
  const runs = [2, 3, 4, 5, 6].map((n) => colorIn(scheme, `run-${n}`))
  const surface = colorIn(scheme, 'surface')

  it('have ink first', () => {
    expect(colorIn(scheme, 'run-1')).toEqual(colorIn(scheme, 'ink'))
  })

  it('keep 3:1 as faint lines and 4.5:1 as names at their ends', () => {
    for (const run of runs) {
      const faint = run.map((v, i) => FAINT * v + (1 - FAINT) * surface[i]!) as Rgb
      expect(contrast(faint, surface)).toBeGreaterThan(3)
      expect(contrast(run, surface)).toBeGreaterThan(4.5)
    }
  })

  it('are none of the colours that mean something', () => {
    for (const name of ['ink', 'chosen', 'rejected', 'accent', 'target', 'base']) {
      for (const run of runs) expect(distance(run, colorIn(scheme, name)), name).toBeGreaterThan(APART)
    }
  })

  it('are apart from each other', () => {
    for (const [i, a] of runs.entries()) {
      for (const b of runs.slice(i + 1)) expect(distance(a, b)).toBeGreaterThan(APART)
    }
  })
})
