/** @file Walks runs of small numbers as Parquet packs levels and indices, so that a run that lies is found before it is unpacked. */

/**
 * Reads `count` numbers of `width` bits from `bytes[from, to)`: repeated values and bit-packed groups of eight.
 * Throws a plain Error when the runs give more or fewer. `take` gets each value and how often it stands in a row.
 */
export function walkRuns(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  count: number,
  take: (value: number, times: number) => void,
): void {
  if (width > 32) throw new Error(`numbers of ${width} bits`)
  let at = from
  let seen = 0
  while (seen < count) {
    const header = readVarint(bytes, at, to)
    at = header.end
    const left = count - seen
    if (header.value % 2 === 0) {
      const times = header.value / 2
      if (times > left) throw new Error(`a run of ${times} numbers where ${left} are left`)
      const length = (width + 7) >> 3
      if (at + length > to) throw new Error('a run is cut off')
      let value = 0
      for (let i = 0; i < length; i++) value += bytes[at + i]! * 2 ** (8 * i)
      at += length
      take(value, times)
      seen += times
    } else {
      const groups = (header.value - 1) / 2
      const needed = Math.min(groups * 8, left)
      if (groups > (width === 0 ? (left + 7) / 8 : to - at)) throw new Error(`a run of ${groups} groups`)
      if (at + Math.ceil((needed * width) / 8) > to) throw new Error('a run is cut off')
      unpack(bytes, at, width, needed, take)
      at += groups * width
      seen += needed
    }
  }
}

function unpack(bytes: Uint8Array, from: number, width: number, count: number, take: (v: number, n: number) => void) {
  if (width === 0) return take(0, count)
  let at = from
  let have = 0
  let bits = 0
  // Doubles, since 32 bits and a part of a byte exceed a bitwise number.
  const size = 2 ** width
  for (let i = 0; i < count; i++) {
    while (have < width) {
      bits += bytes[at++]! * 2 ** have
      have += 8
    }
    const value = bits % size
    take(value, 1)
    bits = (bits - value) / size
    have -= width
  }
}

export function readVarint(bytes: Uint8Array, from: number, to: number): { value: number; end: number } {
  let value = 0
  for (let i = 0; i < 5; i++) {
    if (from + i >= to) throw new Error('a number is cut off')
    const byte = bytes[from + i]!
    value += (byte & 127) * 2 ** (7 * i)
    if (byte >= 128) continue
    if (value >= 2 ** 31) break
    return { value, end: from + i + 1 }
  }
  throw new Error('a number has too many digits')
}
