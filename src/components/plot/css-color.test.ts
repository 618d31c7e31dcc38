import { describe, expect, it } from 'vitest'
import { plainColor } from './css-color'

describe('a computed colour', () => {
  it('becomes six hexadecimal digits and an opacity, however the browser writes it', () => {
    expect(plainColor('rgb(0, 104, 168)')).toEqual({ color: '#0068a8', alpha: 1 })
    expect(plainColor('rgba(0, 104, 168, 0.3)')).toEqual({ color: '#0068a8', alpha: 0.3 })
    expect(plainColor('rgb(0 104 168 / 0.5)')).toEqual({ color: '#0068a8', alpha: 0.5 })
    expect(plainColor('color(srgb 1 0.2 0 / 0.45)')).toEqual({ color: '#ff3300', alpha: 0.45 })
    expect(plainColor('#fafaf8')).toEqual({ color: '#fafaf8', alpha: 1 })
  })

  it('is the same red, green, blue, white and grey in Oklab', () => {
    const known: [oklab: string, hex: string][] = [
      ['oklab(0.62796 0.22486 0.12585)', '#ff0000'],
      ['oklab(0.86644 -0.23389 0.1795)', '#00ff00'],
      ['oklab(0.45201 -0.03246 -0.31153)', '#0000ff'],
      ['oklab(1 0 0)', '#ffffff'],
      ['oklab(0.59987 0 0 / 0.5)', '#808080'],
    ]
    for (const [oklab, hex] of known) expect(plainColor(oklab).color, oklab).toBe(hex)
    expect(plainColor('oklab(0.59987 0 0 / 0.5)').alpha).toBe(0.5)
    expect(plainColor('oklab(0.3 -5e-7 none)').color).toMatch(/^#(..)\1\1$/)
  })

  it('knows what paints nothing', () => {
    for (const css of ['none', 'transparent', 'rgba(0, 0, 0, 0)']) expect(plainColor(css).alpha, css).toBe(0)
  })
})
