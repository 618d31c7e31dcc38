/** @file What the Hub's refusals mean, in words that say what to do. */
import { AppError, type ErrorCode } from '../../protocol/errors'

/** What was asked for, to name it. */
export interface Asked {
  /** Full address. */
  url: string
  /** `owner/name`. */
  repository: string
  /** Of the page that a person reads. */
  page: string
  revision: string
  /** Absent where the listing itself was asked for. */
  file?: string
}

/** The server may answer otherwise in a while: worth another try. */
export class Interruption extends Error {
  /** @param reason Thrown when patience ends. @param wait Seconds that the server asks to wait. */
  constructor(
    readonly reason: AppError,
    readonly wait: number | null = null,
  ) {
    super(reason.message)
  }
}

/** @returns What to throw for an answer that is not 2xx: an AppError is final, an Interruption is not. */
export function refusal(response: Response, asked: Asked): AppError | Interruption {
  const { status, headers } = response
  const told = headers.get('x-error-message')?.slice(0, 200)
  const failed = unreachable(asked, `it answered ${status}${told ? ` (${told})` : ''}`)
  // Large files come from another server by a link that ages; what that one refuses says nothing of the repository.
  if (response.redirected && status < 429 && status !== 416 && !headers.has('x-error-code'))
    return new Interruption(failed)
  if (status === 401 || status === 403) return gated(asked, status, told)
  if (status === 404 || status === 410) return notFound(asked, headers.get('x-error-code'))
  if (status === 416) return wrongLength(asked, 'the server has fewer bytes of it than the repository lists')
  if (status === 429 || status === 503)
    return new Interruption(rateLimited(asked, status, waitOf(headers)), waitOf(headers))
  return status >= 500 || status === 408 ? new Interruption(failed) : failed
}

export function unreachable({ url, repository }: Asked, reason: string, cause?: unknown): AppError {
  return new AppError(
    'hub/unreachable',
    `${new URL(url).host} could not be reached for ${repository}: ${reason}.`,
    'Check the connection and try again: what has arrived is kept. Or download the files and choose the folder.',
    { cause },
  )
}

export function wrongLength({ repository, file }: Asked, reason: string): AppError {
  return damaged('hub/wrong-length', `${file ?? 'A file'} of ${repository} has a wrong length: ${reason}.`)
}

export function wrongHash({ repository, file }: Asked, expected: string, found: string): AppError {
  const message = `${file ?? 'A file'} of ${repository} is not what the repository lists: its hash is ${found}, not ${expected}.`
  return damaged('hub/wrong-hash', message)
}

const damaged = (code: ErrorCode, message: string): AppError =>
  new AppError(code, message, 'What arrived was deleted. Try again; if it stays, the server or a proxy changes files.')

export const cancelled = ({ repository }: Pick<Asked, 'repository'>): AppError =>
  new AppError(
    'hub/cancelled',
    `Fetching ${repository} was cancelled.`,
    'Start it again to go on: what has arrived is kept.',
  )

/** Without being logged in the Hub answers 401 for what does not exist, too, so as not to tell what is private. */
function gated({ repository, page, file }: Asked, status: number, told: string | undefined): AppError {
  const what = file ? `${file} of ${repository}` : repository
  return new AppError(
    'hub/gated',
    `${what} is not given to everybody (${status}${told ? `: ${told}` : ''}): it is gated, private, or does not exist.`,
    `Check the name. If the repository is gated, accept its licence at ${page}, download its files, and choose the folder.`,
  )
}

function notFound({ repository, revision, file, page }: Asked, code: string | null): AppError {
  if (code === 'RevisionNotFound' || (code === null && !file && revision !== 'main')) {
    const message = `${repository} has no revision ${revision}${code ? '' : ', or does not exist'}.`
    return new AppError('hub/not-found', message, `See the branches and tags at ${page}, or leave the revision out.`)
  }
  if (file && code !== 'RepoNotFound') {
    return new AppError(
      'hub/not-found',
      `${repository} has no file ${file}.`,
      `See its files at ${page}/tree/${revision}.`,
    )
  }
  return new AppError(
    'hub/not-found',
    `There is no repository ${repository}.`,
    'Check owner and name for typing errors.',
  )
}

function rateLimited({ url, repository }: Asked, status: number, wait: number | null): AppError {
  const host = new URL(url).host
  const message =
    status === 429
      ? `${host} has had too many requests from this address, and does not give ${repository} for now.`
      : `${host} is too busy to give ${repository} for now.`
  const when = wait === null ? 'in a few minutes' : `in ${Math.ceil(wait)} seconds`
  return new AppError('hub/rate-limited', message, `Try again ${when}: what has arrived is kept.`)
}

/** Seconds, from Retry-After (a number or a date) or the `t` of RateLimit. Other origins may be shown neither. */
function waitOf(headers: Headers): number | null {
  const after = headers.get('retry-after')
  if (after !== null && /^\d+$/.test(after.trim())) return Number(after)
  const date = after === null ? Number.NaN : Date.parse(after)
  if (Number.isFinite(date)) return Math.max(0, (date - Date.now()) / 1000)
  const limit = /\bt=(\d+)/.exec(headers.get('ratelimit') ?? '')
  return limit ? Number(limit[1]) : null
}
