/** @file Bytes to text, piece by piece, marking what is not UTF-8 so that only the rows it lies in are lost. */

/**
 * Stands for a byte that is not UTF-8. A lone surrogate: no valid UTF-8 decodes to one, so the mark cannot be mistaken
 * for text. Only a pattern with the `u` flag tells it from half of a pair.
 */
const MARK = '\udc80'
const MARKED = /\udc80/u

export class Utf8Decoder {
  /** True once anything was not UTF-8; until then nobody needs to search for marks. */
  damaged = false
  private readonly strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private readonly lenient = new TextDecoder('utf-8', { ignoreBOM: true })
  private carry: Uint8Array = new Uint8Array(0)
  private started = false

  push(bytes: Uint8Array): string {
    const whole = this.carry.length ? concat(this.carry, bytes) : bytes
    const cut = whole.length - incompleteTail(whole)
    this.carry = whole.slice(cut)
    return this.withoutBom(this.decode(whole.subarray(0, cut)))
  }

  end(): string {
    const rest = this.carry
    this.carry = new Uint8Array(0)
    return this.withoutBom(this.decode(rest))
  }

  hasMark(text: string): boolean {
    return this.damaged && MARKED.test(text)
  }

  private decode(bytes: Uint8Array): string {
    try {
      return this.strict.decode(bytes)
    } catch {
      return this.decodeLines(bytes)
    }
  }

  /** Line by line, so that a character which honestly is U+FFFD is marked only beside real damage. */
  private decodeLines(bytes: Uint8Array): string {
    this.damaged = true
    let text = ''
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(10, start)
      const end = newline < 0 ? bytes.length : newline + 1
      const line = bytes.subarray(start, end)
      try {
        text += this.strict.decode(line)
      } catch {
        text += this.lenient.decode(line).replaceAll('\ufffd', MARK)
      }
      start = end
    }
    return text
  }

  private withoutBom(text: string): string {
    if (this.started || text === '') return text
    this.started = true
    return text.startsWith('\ufeff') ? text.slice(1) : text
  }
}

/** Length of the character that the end of `bytes` cuts through, else 0. */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? back : 0
  }
  return 0
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
