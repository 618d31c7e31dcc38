/** @file A Hugging Face model folder on disk, through the engine's one reader. */
import { existsSync } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadModelFolder } from '../engine/checkpoint/hf-folder'
import { openLanguageModel } from '../engine/checkpoint/language-model'
import type { LanguageModel } from '../engine/training/prepare-run'
import { AppError } from '../protocol/errors'

const BUNDLED = 'public/models'

export interface FolderModel {
  model: LanguageModel
  /** config.json as it was. */
  hfConfig: Record<string, unknown>
  folder: string
}

/** @param model A folder, or the name of a bundled model. */
export async function loadModel(model: string): Promise<FolderModel> {
  const folder = existsSync(model) ? model : join(BUNDLED, model)
  if (!existsSync(folder))
    throw new AppError(
      'model/missing-file',
      `There is no model folder ${model}.`,
      'Give the path of a Hugging Face model folder.',
    )
  const loaded = await loadModelFolder(async (name) => {
    const path = join(folder, name)
    return existsSync(path) ? new Uint8Array(await readFile(path)) : undefined
  })
  return { model: openLanguageModel(loaded), hfConfig: loaded.hfConfig, folder }
}

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'chat_template.jinja']

/** So that the folder of a tuned model loads anywhere. */
export async function copyTokenizer(from: string, to: string): Promise<void> {
  for (const name of TOKENIZER_FILES) {
    const path = join(from, name)
    if (existsSync(path)) await copyFile(path, join(to, name))
  }
}
