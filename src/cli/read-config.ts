/** @file A run's config from its file. */
import { readFile } from 'node:fs/promises'
import { AppError } from '../protocol/errors'

/** @throws AppError `config/invalid` for what is no object of JSON, `cli/usage` with `remedy` for what is not there. */
export async function readConfigFile(path: string, remedy: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('cli/usage', `${path} cannot be read (${error.code}).`, remedy, { cause: error })
  })
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new AppError('config/invalid', `${path} is no JSON object.`, 'Take the config.json that train wrote.')
}
