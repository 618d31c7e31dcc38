/** @file A colour as browsers compute it, in the one way that every program for drawings reads. */

export interface PlainColor {
  /** `#rrggbb`; what is no colour, such as `none`, stays as it is. */
  color: string
  /** 0 paints nothing. */
  alpha: number
}

const byte = (share: number): string =>
  Math.round(Math.min(1, Math.max(0, share)) * 255)
    .toString(16)
    .padStart(2, '0')

const gamma = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)

function fromOklab(lightness: number, a: number, b: number): number[] {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ].map(gamma)
}

/** Browsers give back `rgb()`, and `color(srgb ...)` or `oklab()` for what was mixed. */
export function plainColor(css: string): PlainColor {
  if (css === 'none' || css === 'transparent') return { color: 'none', alpha: 0 }
  const [, space, inside] = /^(rgba?|color\(srgb|oklab)[( ](.*?)\)+$/.exec(css) ?? []
  if (space === undefined || inside === undefined) return { color: css, alpha: 1 }
  const [x = 0, y = 0, z = 0, alpha = 1] = inside.split(/[\s,/]+/).map((part) => Number.parseFloat(part) || 0)
  const shares =
    space === 'oklab' ? fromOklab(x, y, z) : space.startsWith('rgb') ? [x / 255, y / 255, z / 255] : [x, y, z]
  return { color: `#${shares.map(byte).join('')}`, alpha }
}
