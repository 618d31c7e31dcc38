/** @file Reads a command's arguments; a wrong one is an AppError like any other. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '../protocol/errors'
import { type RunConfig, runConfig } from '../protocol/run-config'
import { type HubAccess, hubEndpoint } from './hub-repository'
import { notesFor } from './notes'

type Options = NonNullable<ParseArgsConfig['options']>

/** @throws AppError `cli/usage` */
export function readArguments<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new AppError('cli/usage', message, 'Run without arguments to see every command with its options.')
  }
}

export function required(value: string | undefined, option: string): string {
  if (value) return value
  throw new AppError('cli/usage', `--${option} is missing.`, `Add --${option} with its value.`)
}

/** @throws AppError `cli/usage` when the text is no number. */
export function numeric(value: string | undefined, option: string, fallback: number): number {
  if (value === undefined) return fallback
  const number = Number(value)
  if (value.trim() !== '' && Number.isFinite(number)) return number
  throw new AppError('cli/usage', `--${option} is "${value}".`, `Give --${option} a number.`)
}

export function backendName(value: string | undefined): RunConfig['backend'] {
  const result = runConfig.shape.backend.safeParse(value)
  if (result.success) return result.data
  throw new AppError('cli/usage', `--backend is "${value}".`, 'Take auto, webgpu, wasm or cpu.')
}

/** What every command has that opens models or data. */
export const HUB_OPTIONS = { hub: { type: 'string' }, json: { type: 'boolean' } } as const satisfies Options

/** Where repositories come from, and where what is told of them goes. */
export const hubAccess = (values: { hub?: string; json?: boolean }): HubAccess => ({
  endpoint: hubEndpoint(values.hub),
  notes: notesFor(values),
})
