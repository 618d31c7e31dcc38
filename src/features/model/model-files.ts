/** @file Files somebody chose, as a model: complete, or refused with what is missing. */
import { en } from '../../i18n/en'
import type { ErrorReport } from '../../protocol/errors'
import type { ModelSource } from '../../protocol/messages'

/** A folder may lack a tokenizer: rows that come as token ids need none. */
const NEEDED = ['config.json', 'model.safetensors']

export function modelSourceOf(files: File[]): ModelSource | ErrorReport {
  const names = new Set(files.map((file) => file.name))
  const missing = NEEDED.filter((name) => !names.has(name))
  if (missing.length > 0) {
    return { code: 'model/missing-file', message: en.model.missing(missing.join(', ')), remedy: en.model.remedy }
  }
  return {
    kind: 'files',
    name: files.find((file) => file.webkitRelativePath)?.webkitRelativePath.split('/')[0] ?? 'own model',
    files,
  }
}
