import { describe, expect, it } from 'vitest'
import { type Asked, Interruption, refusal } from './answers'
import { readListing } from './listing'

const asked: Asked = {
  url: 'https://hub.test/api/models/a/b/revision/main',
  repository: 'a/b',
  page: 'https://hub.test/a/b',
  revision: 'main',
}
const refused = (status: number, headers: Record<string, string> = {}) =>
  refusal(new Response(null, { status, headers }), asked)

describe('how long a server asks to wait', () => {
  const waitOf = (headers: Record<string, string>) => (refused(429, headers) as Interruption).wait

  it('in seconds, as a date, or as the Hub tells the rest of its window', () => {
    expect(waitOf({ 'Retry-After': '17' })).toBe(17)
    const date = new Date(Date.now() + 20_000).toUTCString()
    expect(waitOf({ 'Retry-After': date })).toBeGreaterThan(15)
    expect(waitOf({ 'Retry-After': date })).toBeLessThanOrEqual(20)
    expect(waitOf({ RateLimit: '"api";r=0;t=55' })).toBe(55)
  })

  it('or not at all, which is what pages of other origins are shown', () => {
    expect(waitOf({})).toBeNull()
    expect(waitOf({ 'Retry-After': 'soon' })).toBeNull()
  })
})

it('tells what is final from what may pass', () => {
  for (const status of [400, 401, 403, 404, 410, 416]) expect(refused(status)).not.toBeInstanceOf(Interruption)
  for (const status of [408, 429, 500, 502, 503, 504]) expect(refused(status)).toBeInstanceOf(Interruption)
})

it('repeats what the server says of it', () => {
  const error = refused(403, { 'X-Error-Message': 'Access to this resource is disabled.' })
  expect(error.message).toContain('(403: Access to this resource is disabled.)')
})

it('a listing names the hash of large files under either name, and git’s of small ones alone', () => {
  const [sha, blobId] = ['a'.repeat(64), 'b'.repeat(40)]
  const siblings = [
    { rfilename: 'new.bin', size: 134, blobId, lfs: { sha256: sha, size: 5000, pointerSize: 134 } },
    { rfilename: 'old.bin', size: 5000, lfs: { oid: sha } },
    { rfilename: 'small', size: 3, blobId, lfs: null },
    { rfilename: 'bare', size: 3 },
  ]
  const { files } = readListing({ id: 'a/b', sha: blobId, siblings, gated: false }, 'a/b', 'https://hub.test')
  expect(files).toEqual([
    { path: 'new.bin', size: 5000, sha256: sha, blobId: null },
    { path: 'old.bin', size: 5000, sha256: sha, blobId: null },
    { path: 'small', size: 3, sha256: null, blobId },
    { path: 'bare', size: 3, sha256: null, blobId: null },
  ])
})

it('a name that a listing gives is taken only if it is one', () => {
  const listing = readListing({ id: '../../x', sha: 'b'.repeat(40), siblings: [] }, 'a/b', 'https://hub.test')
  expect(listing.name).toBe('a/b')
})
