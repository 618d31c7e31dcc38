/** @file Errors as a person needs them: a code, what was wrong with which value, and what to do. */

export type ErrorCode =
  // data
  | 'data/empty'
  | 'data/not-utf8'
  | 'data/broken-json'
  | 'data/broken-csv'
  | 'data/broken-gzip'
  | 'data/broken-parquet'
  | 'data/unknown-format'
  | 'data/missing-file'
  | 'data/no-pairs'
  | 'data/missing-column'
  | 'data/wrong-type'
  | 'data/empty-prompt'
  | 'data/empty-completion'
  | 'data/equal-completions'
  | 'data/no-shared-prompt'
  | 'data/too-long'
  | 'data/too-few-pairs'
  | 'data/cancelled'
  // model
  | 'model/missing-file'
  | 'model/broken-config'
  | 'model/unsupported-architecture'
  | 'model/unsupported-dtype'
  | 'model/broken-weights'
  | 'model/missing-weight'
  | 'model/no-tokenizer'
  | 'model/broken-tokenizer'
  | 'model/no-chat-template'
  | 'model/broken-template'
  | 'model/frozen-weights'
  // adapter
  | 'adapter/missing-file'
  | 'adapter/broken'
  | 'adapter/unsupported'
  | 'adapter/wrong-base'
  | 'adapter/no-target'
  // hub
  | 'hub/bad-name'
  | 'hub/not-found'
  | 'hub/gated'
  | 'hub/rate-limited'
  | 'hub/unreachable'
  | 'hub/wrong-length'
  | 'hub/wrong-hash'
  | 'hub/cancelled'
  // storage
  | 'storage/full'
  | 'storage/busy'
  | 'model/context-too-short'
  // device
  | 'device/no-webgpu'
  | 'device/no-backend'
  | 'device/lost'
  | 'device/out-of-memory'
  // run
  | 'config/invalid'
  | 'run/non-finite'
  | 'run/reference-drift'
  | 'run/not-ready'
  // command line
  | 'cli/usage'
  | 'internal'

/** What crosses the worker boundary, and what the command line prints. */
export interface ErrorReport {
  code: ErrorCode
  /** What was wrong, naming the value. */
  message: string
  /** What to do about it. */
  remedy: string
}

export class AppError extends Error implements ErrorReport {
  readonly code: ErrorCode
  readonly remedy: string

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.remedy = remedy
  }
}

/** Any thrown thing as a report; what is not an AppError is our own fault and says so. */
export function toReport(error: unknown): ErrorReport {
  if (error instanceof AppError) return { code: error.code, message: error.message, remedy: error.remedy }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, remedy: 'This is a fault of the program: reload, and report it with the steps.' }
}
