/** @file The 16-bit floats of model files, to and from 32 bits, rounding to nearest even. */

const word = new Uint32Array(1)
const float = new Float32Array(word.buffer)

/** IEEE half precision to single. */
export function fromF16(halves: Uint16Array): Float32Array {
  floatByHalf ??= Float32Array.from({ length: 0x10000 }, (_, half) => halfToFloat(half))
  const floats = new Float32Array(halves.length)
  for (let i = 0; i < halves.length; i++) floats[i] = floatByHalf[halves[i]!]!
  return floats
}

/** All there are: a model has millions to look up. */
let floatByHalf: Float32Array | null = null

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** Single precision to IEEE half; beyond 65,504 becomes infinity. */
export function toF16(floats: Float32Array): Uint16Array {
  return Uint16Array.from(floats, floatToHalf)
}

function floatToHalf(value: number): number {
  float[0] = value
  const bits = word[0]!
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  // 65,520 and above round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(value) * 2 ** 24)
  return sign | roundBits(magnitude - 0x38000000, 13)
}

/** bfloat16 is the upper half of a single. */
export function fromBF16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) words[i] = halves[i]! << 16
  return new Float32Array(words.buffer)
}

export function toBF16(floats: Float32Array): Uint16Array {
  const words = new Uint32Array(floats.buffer, floats.byteOffset, floats.length)
  return Uint16Array.from(words, (bits) =>
    // Rounding up could carry a NaN's fraction into the sign; keep it a quiet NaN.
    (bits & 0x7fffffff) > 0x7f800000 ? (bits >>> 16) | 0x40 : roundBits(bits, 16),
  )
}

/** bits / 2^drop, to nearest, ties to even. */
function roundBits(bits: number, drop: number): number {
  const half = 2 ** (drop - 1)
  const odd = (bits >>> drop) & 1
  return Math.floor((bits + half - 1 + odd) / 2 ** drop)
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
