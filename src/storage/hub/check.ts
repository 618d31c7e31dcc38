/** @file Whether a file's bytes are those that its repository names, taken in piece by piece. */
import { createSHA1, createSHA256 } from 'hash-wasm'
import type { HubFile } from './listing'

export interface Check {
  update(bytes: Uint8Array): void
  /** Undefined when the hash is the expected one, or none is known; else what was found. */
  finish(): { expected: string; found: string } | undefined
}

/** SHA-256 for large files, git's own hash of the content for small ones: whichever the repository tells. */
export async function createCheck({ size, sha256, blobId }: HubFile): Promise<Check> {
  const expected = sha256 ?? blobId
  if (!expected) return { update: () => {}, finish: () => undefined }
  const hash = sha256 ? await createSHA256() : await createSHA1()
  hash.init()
  if (!sha256) hash.update(`blob ${size}\0`)
  return {
    update: (bytes) => void hash.update(bytes),
    finish() {
      const found = hash.digest('hex')
      return found === expected ? undefined : { expected, found }
    },
  }
}
