import { describe, expect, it } from 'vitest'
import { fileOf } from '../protocol/folder'
import { readHubPairs } from './hub-pairs'

const lines = (...rows: object[]) => new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n'))
const pair = (n: number) => ({ prompt: `p${n}`, chosen: ' yes', rejected: ' no' })

function repository(files: Record<string, Uint8Array>) {
  const brought: string[] = []
  return {
    brought,
    name: 'owner/pairs',
    files: Object.entries(files).map(([path, { length }]) => ({ path, size: length })),
    open: async (path: string) => ({ ...fileOf(files[path]!), bring: async () => void brought.push(path) }),
  }
}

describe('readHubPairs', () => {
  it('reads the shards of one split as one source, rows counted on, and brings no other file', async () => {
    const given = repository({
      'README.md': lines({}),
      'data/train-00000-of-00002.jsonl': lines(pair(1), { prompt: 'x', chosen: ' same', rejected: ' same' }),
      'data/train-00001-of-00002.jsonl': lines(pair(2), pair(3)),
      'data/test-00000-of-00001.jsonl': lines(pair(4)),
    })
    const { pairs, report, chosen } = await readHubPairs(given, {})
    expect(pairs.map(({ source, row, prompt }) => [source, row, prompt])).toEqual([
      ['owner/pairs', 1, 'p1'],
      ['owner/pairs', 3, 'p2'],
      ['owner/pairs', 4, 'p3'],
    ])
    expect(report).toMatchObject({ source: 'owner/pairs', rows: 4, pairs: 3 })
    expect(report.dropped).toMatchObject([{ source: 'owner/pairs', row: 2, code: 'data/equal-completions' }])
    expect(chosen).toMatchObject({ split: 'train', splits: ['train', 'test'] })
    expect(given.brought).toEqual(['data/train-00000-of-00002.jsonl', 'data/train-00001-of-00002.jsonl'])
  })

  it('exchanges the sides if asked to', async () => {
    const { pairs } = await readHubPairs(repository({ 'train.jsonl': lines(pair(1)) }), { swap: true })
    expect(pairs[0]).toMatchObject({ chosen: ' no', rejected: ' yes' })
  })
})
