/** @file `--set key=value`: one field of the run config by its path, such as optimizer.learningRate=1e-3. */
import { AppError } from '../protocol/errors'

type Json = Record<string, unknown>

/** A copy of the config with every override in place. A value is JSON where it can be read as such, else a string. */
export function withOverrides(config: Json, overrides: string[]): Json {
  const copy = structuredClone(config)
  for (const override of overrides) {
    const at = override.indexOf('=')
    if (at < 1) throw new AppError('cli/usage', `--set is "${override}".`, 'Write --set optimizer.learningRate=1e-3.')
    const path = override.slice(0, at).split('.')
    let target = copy
    for (const key of path.slice(0, -1)) {
      if (typeof target[key] !== 'object' || target[key] === null) target[key] = {}
      target = target[key] as Json
    }
    target[path.at(-1)!] = parseValue(override.slice(at + 1))
  }
  return copy
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
