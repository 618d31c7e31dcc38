/** @file What the Hub tells of a repository at a revision: its commit, and its files with their sizes and hashes. */
import { z } from 'zod'
import { AppError } from '../../protocol/errors'
import { isRepositoryName } from './names'

export interface HubFile {
  /** Within the repository, with `/` between its parts. */
  path: string
  /** In bytes. */
  size: number
  /** Of large files (Git LFS); null for those that git itself keeps. */
  sha256: string | null
  /** Git's hash of the content; null where the server does not tell it, and for large files, where it is of a pointer. */
  blobId: string | null
}

export interface Listing {
  /** As the Hub writes it: an old name is answered with the new one. */
  name: string
  commit: string
  files: HubFile[]
}

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))
export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision)

const sibling = z.object({
  rfilename: z.string().min(1),
  size: z.number().int().min(0),
  blobId: hex(40).nullish(),
  lfs: z
    .object({ sha256: hex(64).optional(), oid: hex(64).optional(), size: z.number().int().min(0).optional() })
    .nullish(),
})
const answer = z.object({ id: z.string().optional(), sha: hex(40), siblings: z.array(sibling) })

/** Of an answer to `/api/models/NAME/revision/REVISION?blobs=true`. */
export function readListing(json: unknown, asked: string, endpoint: string): Listing {
  const read = answer.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new AppError(
      'hub/unreachable',
      `${endpoint} answered for ${asked} with something that is no listing of files: ${issue?.path.join('.')}: ${issue?.message}`,
      'Check the endpoint: a mirror has to answer as the Hub does, with the sizes of the files (?blobs=true).',
    )
  }
  const { id, sha, siblings } = read.data
  const files = siblings.filter(({ rfilename }) => isInside(rfilename)).map(toFile)
  return { name: id && isRepositoryName(id) ? id : asked, commit: sha, files }
}

function toFile({ rfilename, size, blobId, lfs }: z.infer<typeof sibling>): HubFile {
  const sha256 = lfs?.sha256 ?? lfs?.oid ?? null
  return { path: rfilename, size: lfs?.size ?? size, sha256, blobId: lfs ? null : (blobId ?? null) }
}

/** Git has no other paths; a hostile server may. */
const isInside = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const stored = z.object({
  name: z.string(),
  commit: hex(40),
  files: z.array(
    z.object({
      path: z.string().refine(isInside),
      size: z.number().int().min(0),
      sha256: hex(64).nullable(),
      blobId: hex(40).nullable(),
    }),
  ),
})

/** Of what was kept here; undefined where that is damaged. */
export const readStoredListing = (json: unknown): Listing | undefined => stored.safeParse(json).data
