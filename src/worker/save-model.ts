/** @file What was trained, as a zip: a whole Hugging Face folder, or a PEFT adapter. */
import { Zip, ZipPassThrough } from 'fflate'
import { adapterToWrite } from '../engine/checkpoint/adapter'
import { modelFolderInPieces, weightsOf } from '../engine/checkpoint/hf-folder'
import { writePeftAdapter } from '../engine/checkpoint/peft-write'
import type { FileInPieces } from '../engine/checkpoint/safetensors'
import type { Training } from '../engine/training/trainer'
import { AppError } from '../protocol/errors'
import type { OpenedModel } from './load-model'

/** The model with what was trained folded in, in 32 bits. @throws AppError `storage/full` for more than a zip holds. */
export async function packMerged(opened: OpenedModel, training: Training): Promise<Blob> {
  const { decoder, policy, dispose } = training.snapshot()
  try {
    const files = modelFolderInPieces(decoder, weightsOf(decoder, policy), 'F32', opened.hfConfig)
    const texts = [...opened.texts].map(([name, bytes]) => [name, inOnePiece(bytes)] as const)
    return await zipped({ ...files, ...Object.fromEntries(texts) })
  } finally {
    dispose()
  }
}

/** @throws AppError `adapter/missing-file` after full fine-tuning. */
export async function packAdapter({ model, origin }: OpenedModel, training: Training): Promise<Blob> {
  const { tuning } = training.config
  if (tuning.method !== 'lora') {
    throw new AppError(
      'adapter/missing-file',
      'This run tuned all weights and has no adapter.',
      'Save the merged model, or choose LoRA for the next run.',
    )
  }
  const { decoder, trained, dispose } = training.snapshot()
  try {
    const alphas = model.adapter?.alphas
    const adapter = await adapterToWrite(trained, decoder.config, tuning, { alphas, baseModel: origin })
    const files = Object.entries(writePeftAdapter(decoder.config, adapter))
    return await zipped(Object.fromEntries(files.map(([name, bytes]) => [name, inOnePiece(bytes)])))
  } finally {
    dispose()
  }
}

export const inOnePiece = (bytes: Uint8Array): FileInPieces => ({
  size: bytes.length,
  async *pieces() {
    yield bytes
  },
})

/** A zip's sizes have 32 bits; names and lists take a little, too. */
const MOST_ZIPPED = 2 ** 32 - 2 ** 20

function refuseTooLarge(files: Record<string, FileInPieces>): void {
  const bytes = Object.values(files).reduce((sum, { size }) => sum + size, 0)
  if (bytes <= MOST_ZIPPED) return
  throw new AppError(
    'storage/full',
    `The files take ${(bytes / 1e9).toFixed(1)} GB, but a zip holds ${(MOST_ZIPPED / 1e9).toFixed(1)} GB at most.`,
    'Save the adapter, and merge it with the command line.',
  )
}

/** Weights do not pack, so files are only bundled; each piece becomes part of a blob, which need not stay in memory. */
export async function zipped(files: Record<string, FileInPieces>): Promise<Blob> {
  refuseTooLarge(files)
  const parts: Blob[] = []
  let failure: Error | null = null
  const zip = new Zip((error, chunk) => {
    if (error) failure = error
    else parts.push(new Blob([chunk as BlobPart]))
  })
  for (const [name, file] of Object.entries(files)) {
    const entry = new ZipPassThrough(name)
    zip.add(entry)
    for await (const piece of file.pieces()) entry.push(piece)
    entry.push(new Uint8Array(0), true)
  }
  zip.end()
  if (failure) throw failure
  return new Blob(parts, { type: 'application/zip' })
}
