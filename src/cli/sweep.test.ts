/** @file Sweeps on the command line: run, cut and continued; and what a script gets of them. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, freshFolder, writeLines } from './cli-for-tests'
import type { Board } from './sweep-board'

const folder = freshFolder()
const data = writeLines(
  join(folder, 'pairs.jsonl'),
  Array.from({ length: 6 }, (_, i) => ({ prompt: `Question ${i}:`, chosen: ' yes, please.', rejected: ' no.' })),
)
const BASE = {
  model: 'e2e/fixtures/tiny-model',
  sources: [data],
  backend: 'wasm',
  training: { batchSize: 2, maxSteps: 2 },
  evaluation: { samplePrompts: 0 },
}

function sweepFile(name: string, given: object): string {
  const path = join(folder, `${name}.json`)
  const metric = { key: 'eval_rewards/margins', goal: 'max' }
  writeFileSync(path, JSON.stringify({ name, base: BASE, metric, ...given }))
  return path
}
const json = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8'))

describe('sweep', () => {
  it('runs the grid into a folder each, ranks it over seeds, and goes on where it was cut', async () => {
    const fields = [
      { path: 'optimizer.learningRate', values: [1e-4, 0.05] },
      { path: 'seed', values: [1, 2] },
    ]
    const out = join(folder, 'grid')
    const file = sweepFile('grid', { fields })
    const cut = sweepFile('cut', { fields, budget: { runs: 2 } })
    const first = await cli(['sweep', '--file', cut, '--out', out, '--json'])
    expect(first.stderr).toBe('')
    expect(first.status).toBe(0)
    const kept = ['001', '002'].map((run) => statSync(join(out, run, 'result.json')).mtimeMs)

    const { status, stdout, stderr } = await cli(['sweep', '--file', file, '--out', out, '--json'])
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(['001', '002'].map((run) => statSync(join(out, run, 'result.json')).mtimeMs)).toEqual(kept)
    const runs = ['001', '002', '003', '004']
    for (const run of runs) {
      expect(readdirSync(join(out, run)).sort()).toEqual([
        'config.json',
        'metrics.jsonl',
        'ranking.json',
        'result.json',
        'samples.json',
      ])
    }
    expect(runs.map((run) => json<typeof BASE & { seed: number }>(out, run, 'config.json').seed)).toEqual([1, 1, 2, 2])

    const board = json<Board>(out, 'leaderboard.json')
    expect(JSON.parse(stdout)).toEqual({ out, left: 0, ...board })
    const [best, other] = board.settings
    expect(board.settings).toHaveLength(2)
    // Two steps of a larger rate move the margin of these pairs further.
    expect(best).toMatchObject({ rank: 1, n: 2, failed: 0, values: { 'optimizer.learningRate': 0.05 } })
    expect(other).toMatchObject({ rank: 2, n: 2 })
    expect(best!.median!).toBeGreaterThan(other!.median!)
    const figures = best!.runs.map(({ figure }) => figure!)
    expect(best!.min).toBe(Math.min(...figures))
    expect(best!.median).toBeCloseTo((figures[0]! + figures[1]!) / 2, 10)
    const lines = readFileSync(join(out, best!.runs[0]!.folder, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const last = lines.map((line) => JSON.parse(line)).findLast((line) => 'eval_rewards/margins' in line)
    expect(last['eval_rewards/margins']).toBe(figures[0])
    const [header, row] = readFileSync(join(out, 'leaderboard.csv'), 'utf8').split('\n')
    expect(header).toBe(
      'rank,optimizer.learningRate,eval_rewards/margins,min,max,n,failed,eval_kl/chosen,eval_rewards/accuracies',
    )
    expect(row!.split(',').slice(0, 3)).toEqual(['1', '0.05', String(best!.median)])
  })

  it('goes on after runs that break or cannot be made, keeps weights where asked, and prints a table', async () => {
    const out = join(folder, 'lengths')
    // A prompt that may take everything leaves no room for a completion.
    const base = { ...BASE, data: { maxLength: 8 } }
    const lengths = { path: 'data.maxPromptLength', values: [8, 4] }
    const rates = { path: 'optimizer.learningRate', values: [1e38, 0.01] }
    const file = sweepFile('lengths', { base, fields: [lengths, rates] })
    const { status, stdout, stderr } = await cli(['sweep', '--file', file, '--out', out, '--save-weights'])
    expect(status).toBe(0)
    expect(stderr).toContain('run 4 of 4: data.maxPromptLength=4 optimizer.learningRate=0.01')
    expect(stderr).toMatch(/data\/too-few-pairs/)
    const { settings } = json<Board>(out, 'leaderboard.json')
    expect(settings.map(({ rank, failed, runs }) => [runs[0]!.folder, runs[0]!.state, rank, failed])).toEqual([
      ['004', 'completed', 1, 0],
      ['001', 'failed', null, 1],
      ['002', 'failed', null, 1],
      ['003', 'non-finite', null, 1],
    ])
    expect(stdout).toMatch(/^rank +data.maxPromptLength +optimizer.learningRate +eval_rewards\/margins/)
    expect(existsSync(join(out, '004', 'model', 'model.safetensors'))).toBe(true)

    const none = sweepFile('none', { base, fields: [{ path: 'data.maxPromptLength', values: [8] }] })
    const failed = await cli(['sweep', '--file', none, '--out', join(folder, 'none'), '--json'])
    expect(failed.status).toBe(1)
    expect(failed.stderr).toContain('Every run of this sweep failed')
  })

  it('begins no run when its minutes are spent, and says how many are left', async () => {
    const out = join(folder, 'minutes')
    const file = sweepFile('minutes', { fields: [{ path: 'seed', values: [1, 2, 3] }], budget: { minutes: 1e-4 } })
    const set = ['--set', 'objective.beta=0.7']
    const { status, stdout } = await cli(['sweep', '--file', file, '--out', out, '--json', ...set])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ left: 2 })
    expect(json(out, '001', 'config.json')).toMatchObject({ seed: 1, objective: { beta: 0.7 } })
  })

  it('refuses what is no sweep, or cannot be run, before it computes', async () => {
    const wrong = sweepFile('wrong', { fields: [{ path: 'objective.gammaBetaRatio', values: [0.5] }] })
    const [absent, field] = await Promise.all([
      cli(['sweep', '--file', join(folder, 'absent.json')]),
      cli(['sweep', '--file', wrong, '--out', join(folder, 'wrong')]),
    ])
    expect(absent.status).toBe(1)
    expect(absent.stderr).toContain('absent.json cannot be read')
    expect(field.status).toBe(1)
    expect(field.stderr).toContain('objective.gammaBetaRatio is no setting of this run')
    expect(existsSync(join(folder, 'wrong'))).toBe(false)
  })
})
