/** @file Sources made of literal text or bytes, for the tests. */
import type { PreferencePair } from '../protocol/preference'
import { readPairs } from './read-pairs'
import type { FileSource } from './sources'

/** Arrives in pieces of the given sizes, over and over; in one piece when there are none. */
export function sourceOf(name: string, content: string | Uint8Array, sizes: number[] = []): FileSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    size: bytes.length,
    stream: () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = sizes.length > 0 ? sizes[i % sizes.length]! : bytes.length
            controller.enqueue(bytes.slice(at, at + size))
            at += size
          }
          controller.close()
        },
      }),
  }
}

export async function gzip(content: string | Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([content as string]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Reads one file and gives pairs, its own report, and the reasons of the dropped rows by number. */
export async function readOne(name: string, content: string | Uint8Array, extra: Partial<FileSource> = {}) {
  const { pairs, report } = await readPairs([{ ...sourceOf(name, content), ...extra }])
  const [source] = report.sources
  const dropped = source!.dropped.map(({ row, code }) => `${row} ${code}`)
  return { pairs, report, source: source!, dropped, messages: source!.dropped.map((each) => each.message) }
}

export const textsOf = (pairs: PreferencePair[]) =>
  pairs.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected }))

/** Rows as lines of JSON. */
export const lines = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')
