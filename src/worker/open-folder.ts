/** @file The folder of a model, wherever it is: under a URL beside the page, in files that somebody chose, on the Hub. */
import { fileOfBlob } from '../datasets/file-source'
import { AppError } from '../protocol/errors'
import { type Folder, fileOf } from '../protocol/folder'
import type { ModelSource } from '../protocol/messages'
import type { HubProgress } from '../storage/hub/download'
import type { Hub } from './hub'

/** Bytes of one file, so far and in all (null where the server does not say). */
export type OnProgress = (loaded: number, total: number | null, file: string, state?: HubProgress['state']) => void

export interface OpenOptions {
  hub: Hub
  onProgress: OnProgress
  signal: AbortSignal
}

/** The Hub's folders know the commit that their files are of. */
export async function openFolder(
  source: ModelSource,
  { hub, onProgress, signal }: OpenOptions,
): Promise<Folder & { commit?: string }> {
  if (source.kind === 'files') return filesFolder(source.files)
  if (source.kind === 'url') return ahead(urlFolder(source.url, onProgress, signal))
  const folder = await hub.open(source.repository, {
    signal,
    onProgress: ({ file, loaded, total, state }) => onProgress(loaded, total, file, state),
  })
  await hub.lookForRoom(
    folder,
    folder.files.map(({ path }) => path).filter((path) => path.endsWith('.safetensors')),
  )
  return folder
}

/** By their bare names: a chosen folder's files carry its name in front. */
export function filesFolder(files: File[]): Folder {
  return {
    async open(name) {
      const file = files.find((file) => file.name === name)
      return file && fileOfBlob(file)
    },
  }
}

/** Of the one folder that is loaded from a URL, the page's own. */
const EXPECTED = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja', 'model.safetensors']

/** Asks for everything at once; the reader, which goes file by file, finds each on its way. */
function ahead(folder: Folder): Folder {
  const asked = new Map(EXPECTED.map((name) => [name, folder.open(name)]))
  // The reader may give up before it comes to a file that failed.
  for (const file of asked.values()) file.catch(() => {})
  return { open: (name) => asked.get(name) ?? folder.open(name) }
}

/** A server may answer an absent file with 404 or, as single-page hosts do, with its own HTML page. */
function urlFolder(url: string, onProgress: OnProgress, signal: AbortSignal): Folder {
  return {
    async open(name) {
      const address = new URL(name, url)
      const response = await fetch(address, { signal }).catch((error: unknown) => {
        // Given up on purpose: that is no fault of the connection.
        signal.throwIfAborted()
        throw new AppError(
          'model/missing-file',
          `${address} could not be fetched: ${error instanceof Error ? error.message : String(error)}.`,
          'Check the connection and reload.',
        )
      })
      if (!response.ok || response.headers.get('content-type')?.startsWith('text/html')) return undefined
      const isLarge = name.endsWith('.safetensors') && response.body !== null
      return fileOf(
        isLarge
          ? await readWithProgress(response, (loaded, total) => onProgress(loaded, total, name))
          : new Uint8Array(await response.arrayBuffer()),
      )
    },
  }
}

async function readWithProgress(
  response: Response,
  onProgress: (loaded: number, total: number | null) => void,
): Promise<Uint8Array> {
  const length = response.headers.get('content-length')
  // A packed answer tells its packed length, which is not what is counted here.
  const total = length && !response.headers.get('content-encoding') ? Number(length) : null
  const pieces: Uint8Array[] = []
  let loaded = 0
  for (const reader = response.body!.getReader(); ; ) {
    const { value, done } = await reader.read()
    if (done) break
    pieces.push(value)
    loaded += value.length
    onProgress(loaded, total)
  }
  const bytes = new Uint8Array(loaded)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
