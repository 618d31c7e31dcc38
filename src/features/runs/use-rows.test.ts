import { describe, expect, it } from 'vitest'
import type { KeptRunInfo } from '../../protocol/kept-run'
import { runConfig } from '../../protocol/run-config'
import { rowsOf } from './use-rows'

const run = (id: string): KeptRunInfo => ({ id, config: runConfig.parse({}), step: 1 }) as KeptRunInfo

describe('rows of runs', () => {
  it('stay the very same for runs of which nothing changed, so that they are not drawn again', () => {
    const [live, second, first] = [run('c'), run('b'), run('a')]
    const before = rowsOf([live, second, first], new Map())
    expect(before.map(({ former }) => former)).toEqual([second.config, first.config, null])
    const known = new Map(before.map((row) => [row.key, row]))
    const after = rowsOf([{ ...live, step: 2 }, second, first], known)
    expect(after[0]!.info.step).toBe(2)
    expect(after.slice(1).map((row, i) => row === before[i + 1])).toEqual([true, true])
    // One that was deleted changes what the next one differs from.
    expect(rowsOf([live, first], known).map((row, i) => row === before[[0, 2][i]!])).toEqual([false, true])
  })
})
