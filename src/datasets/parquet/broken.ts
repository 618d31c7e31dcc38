/** @file What is said of Parquet files that are damaged, hostile or too large. */
import { AppError } from '../../protocol/errors'
import { MAX_UNPACKED } from '../byte-stream'

const GET_AGAIN = 'Get the file again: it may be damaged or cut off.'

export function broken(name: string, what: string, cause?: unknown): AppError {
  return new AppError('data/broken-parquet', `"${name}" is a broken Parquet file: ${what}.`, GET_AGAIN, { cause })
}

export function unsupported(name: string, what: string): AppError {
  const remedy = 'Write the file again with pyarrow, DuckDB or another current library, or save it as JSONL.'
  return new AppError('data/broken-parquet', `"${name}" is a Parquet file that ${what}.`, remedy)
}

/** Whatever the decoding threw, as an error of the file. */
export function asBroken(name: string, where: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const reason = error instanceof Error ? error.message.slice(0, 200) : String(error)
  return broken(name, `${where}: ${reason}`, error)
}

/** Bounds what a file may unpack to, as the other formats are bounded. */
export class Budget {
  private left = MAX_UNPACKED

  constructor(private readonly name: string) {}

  spend(bytes: number): void {
    this.left -= bytes
    if (this.left >= 0) return
    const message = `The columns of pairs in "${this.name}" unpack to more than ${MAX_UNPACKED / 2 ** 20} MB.`
    throw new AppError('data/too-long', message, 'Take a part of the file.')
  }
}
