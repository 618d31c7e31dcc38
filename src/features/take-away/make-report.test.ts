import { beforeEach, expect, it, vi } from 'vitest'
import { smallRun } from '../../exports/run-for-tests'
import { readLink } from '../../protocol/link'
import { reportOf } from './make-report'

beforeEach(() => vi.stubGlobal('location', { origin: 'https://a.school', pathname: '/p/' }))

function linkIn(given: object) {
  const html = reportOf(smallRun(given), ['polite', 'detailed'])
  const [, address] = /<a href="([^"]*)"/.exec(html)!
  return readLink(new URL(address!.replaceAll('&#38;', '&')).hash).state
}

it('the link of a report says when it leaves out data or a model of one’s own', () => {
  expect(linkIn({ sources: ['detailed'] })).toMatchObject({ sets: ['detailed'], own: [], model: null })
  expect(linkIn({ sources: ['polite', 'secret.jsonl'] })).toMatchObject({ sets: ['polite'], own: ['data'] })
  expect(linkIn({ model: 'my folder' })).toMatchObject({ own: ['model'], model: null })
  expect(linkIn({ adapter: 'mine' })).toMatchObject({ own: ['model'] })
  expect(linkIn({ model: 'owner/name@c0ffee1' })).toMatchObject({ own: [], model: 'owner/name@c0ffee1' })
})
