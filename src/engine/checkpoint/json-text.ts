/** @file JSON of files that may come from anywhere. */
import { AppError, type ErrorCode } from '../../protocol/errors'
import type { Folder } from '../../protocol/folder'

export type JsonObject = Record<string, unknown>

/** More than any such file has: tokenizer.json of large vocabularies takes about 35 MB. */
const LARGEST = 200_000_000

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}...` : text)

/** A value for an error message, cut where it is long. */
export const show = (value: unknown): string => cut(value === undefined ? 'missing' : JSON.stringify(value), 100)

/** An error message with names out of a file, which may be of any length. */
export const brief = (message: string): string => cut(message, 500)

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws what the parser throws, and for bytes that are not UTF-8. */
export const parseJson = (bytes: Uint8Array): unknown =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))

/** A small file of a folder as it is; undefined where there is none. */
export async function readSmall(
  folder: Folder,
  name: string,
  code: ErrorCode,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = await folder.open(name)
  if (!file) return undefined
  if (file.size > LARGEST) {
    throw new AppError(
      code,
      `${name} has ${file.size} bytes, far more than such a file has.`,
      'Download the file again.',
    )
  }
  const bytes = await file.read(0, file.size)
  if (bytes.length === file.size) return bytes
  throw new AppError(
    code,
    `${name} should have ${file.size} bytes, but ${bytes.length} could be read.`,
    'Download the file again; it may have been cut short.',
  )
}

/** An object of a JSON file; undefined where there is no file. */
export async function readJsonObject(folder: Folder, name: string, code: ErrorCode): Promise<JsonObject | undefined> {
  const bytes = await readSmall(folder, name, code)
  return bytes && toJsonObject(bytes, name, code)
}

export function toJsonObject(bytes: Uint8Array, name: string, code: ErrorCode): JsonObject {
  let json: unknown
  try {
    json = parseJson(bytes)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(code, `${name} is not JSON: ${reason}`, 'Download the file again; it may have been cut short.')
  }
  if (isObject(json)) return json
  throw new AppError(code, `${name} holds ${show(json)}, no object.`, `Take the ${name} that belongs to the model.`)
}

/** A key that an object of this sound JSON text has twice; parsers keep the last silently. */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | null)[] = []
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '{') open.push(new Set())
    else if (character === '[') open.push(null)
    else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const start = i
      for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++
      const keys = open.at(-1)
      if (!keys || !isKey(text, i + 1)) continue
      const key = JSON.parse(text.slice(start, i + 1)) as string
      if (keys.has(key)) return key
      keys.add(key)
    }
  }
  return undefined
}

/** A colon follows, so that the string before it was a key. */
function isKey(text: string, from: number): boolean {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return text[at] === ':'
}
