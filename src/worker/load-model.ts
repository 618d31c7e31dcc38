/** @file A Hugging Face folder, from a URL or from chosen files, through the engine's one reader. */
import { loadModelFolder, type ReadFile } from '../engine/checkpoint/hf-folder'
import { openLanguageModel } from '../engine/checkpoint/language-model'
import type { LanguageModel } from '../engine/training/prepare-run'
import { AppError } from '../protocol/errors'
import type { ModelReport, ModelSource } from '../protocol/messages'

type OnProgress = (loaded: number, total: number | null) => void

export interface LoadOptions {
  onProgress: OnProgress
  /** The backend: files are fetched meanwhile, and it is awaited before the first tensor is made. */
  ready: Promise<unknown> | null
}

export interface OpenedModel {
  model: LanguageModel
  hfConfig: Record<string, unknown>
  report: ModelReport
  /** Small files that a saved copy needs beside its weights. */
  texts: Map<string, Uint8Array>
}

/** Of the one folder that is loaded from a URL, the page's own. */
const EXPECTED = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja', 'model.safetensors']
const COPIED = ['tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'chat_template.jinja']

export async function loadModel(source: ModelSource, { onProgress, ready }: LoadOptions): Promise<OpenedModel> {
  const texts = new Map<string, Uint8Array>()
  const read = source.kind === 'url' ? ahead(fromUrl(source.url, onProgress)) : fromFiles(source.files)
  const loaded = await loadModelFolder(async (name) => {
    const bytes = await read(name)
    if (bytes && COPIED.includes(name)) texts.set(name, bytes)
    if (name.endsWith('.safetensors')) await ready
    return bytes
  })
  const model = openLanguageModel(loaded)
  const { config } = loaded.decoder
  const report: ModelReport = {
    name: source.name,
    family: config.family,
    parameters: [...loaded.params.values()].reduce((sum, tensor) => sum + tensor.size, 0),
    layers: config.layers,
    width: config.width,
    vocabulary: config.vocab,
    context: config.context,
    hasTokenizer: model.tokenizer !== null,
    hasChatTemplate: model.chat !== null,
  }
  return { model, hfConfig: loaded.hfConfig, report, texts }
}

function fromFiles(files: File[]): ReadFile {
  return async (name) => {
    const file = files.find((file) => file.name === name)
    return file && new Uint8Array(await file.arrayBuffer())
  }
}

/** Asks for everything at once; the reader, which goes file by file, finds each on its way. */
function ahead(read: ReadFile): ReadFile {
  const asked = new Map(EXPECTED.map((name) => [name, read(name)]))
  // The reader may give up before it comes to a file that failed.
  for (const file of asked.values()) file.catch(() => {})
  return (name) => asked.get(name) ?? read(name)
}

/** A server may answer an absent file with 404 or, as single-page hosts do, with its own HTML page. */
function fromUrl(url: string, onProgress: OnProgress): ReadFile {
  return async (name) => {
    const address = new URL(name, url)
    const response = await fetch(address).catch((error: unknown) => {
      throw new AppError(
        'model/missing-file',
        `${address} could not be fetched: ${error instanceof Error ? error.message : String(error)}.`,
        'Check the connection and reload.',
      )
    })
    if (!response.ok || response.headers.get('content-type')?.startsWith('text/html')) return undefined
    if (!name.endsWith('.safetensors') || !response.body) return new Uint8Array(await response.arrayBuffer())
    return readWithProgress(response, onProgress)
  }
}

async function readWithProgress(response: Response, onProgress: OnProgress): Promise<Uint8Array> {
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
