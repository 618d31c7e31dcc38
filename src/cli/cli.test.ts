/** @file The command line as a script uses it: one process per command. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import expected from '../../tests/golden/models/rand-llama-gqa-tied/expected.json'

const MODEL = 'tests/golden/models/rand-llama-gqa-tied'
const folder = mkdtempSync(join(tmpdir(), 'playground-cli-'))

function cli(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['scripts/run.mjs', 'src/cli/main.ts', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Rows as TRL tokenises them: the golden model has no tokenizer. */
const tokenised = file(
  'tokenised.jsonl',
  expected.pairs
    .map(({ prompt, chosen, rejected }) =>
      JSON.stringify({ prompt_input_ids: prompt, chosen_input_ids: chosen, rejected_input_ids: rejected }),
    )
    .join('\n'),
)

describe('inspect', () => {
  it('prints one JSON document with pairs, mapping and every row that cannot be used', () => {
    const rows = [
      { q: 'Hello.', a: ' Good day.', b: ' What.' },
      { q: 'Hello.', a: ' Same.', b: ' Same.' },
    ]
    const path = file('mapped.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
    const { status, stdout } = cli('inspect', path, '--map', 'prompt=q,chosen=a,rejected=b', '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'jsonl',
      mapping: { prompt: 'q', chosen: 'a', rejected: 'b' },
      pairs: 1,
      dropped: [{ row: 2, code: 'data/equal-completions' }],
    })
  })

  it('ends with 2 and the code on standard error when there is no pair', () => {
    const { status, stdout, stderr } = cli('inspect', file('sft.jsonl', '{"prompt":"a","completion":" b"}\n'), '--json')
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('data/no-pairs')
  })

  it('names a file that is not there', () => {
    const { status, stderr } = cli('inspect', join(folder, 'absent.jsonl'))
    expect(status).toBe(2)
    expect(stderr).toContain('absent.jsonl')
  })
})

describe('logprobs', () => {
  it('gives the reference log-probs of tokenised rows, without a tokenizer', () => {
    const { status, stdout } = cli('logprobs', '--model', MODEL, '--data', tokenised, '--backend', 'wasm', '--json')
    expect(status).toBe(0)
    const { pairs } = JSON.parse(stdout)
    expect(pairs).toHaveLength(4)
    pairs.forEach((pair: { row: number; chosen: { sum: number; avg: number; tokens: number } }, i: number) => {
      expect(pair.row).toBe(i + 1)
      expect(pair.chosen.sum).toBeCloseTo(expected.logps.policy_chosen[i]!, 4)
      expect(pair.chosen.avg).toBeCloseTo(expected.logps.policy_chosen_avg[i]!, 5)
      expect(pair.chosen.tokens).toBe(expected.pairs[i]!.chosen.length)
    })
  })
})

describe('train', () => {
  it('writes metrics, config, samples and a model that loads again and gives other log-probs', () => {
    const out = join(folder, 'run')
    const settings = [
      'training.maxSteps=3',
      'training.batchSize=2',
      'data.heldOutShare=0.25',
      'optimizer.learningRate=0.005',
    ]
    const { status, stdout, stderr } = cli(
      'train',
      '--model',
      MODEL,
      '--data',
      tokenised,
      '--out',
      out,
      '--json',
      ...settings.flatMap((set) => ['--set', set]),
    )
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ out, steps: 3 })
    const lines = readFileSync(join(out, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const steps = lines.filter((line) => 'loss' in line)
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3])
    expect(steps[0].loss).toBeCloseTo(Math.LN2, 5)
    expect(lines.some((line) => 'eval_rewards/margins' in line)).toBe(true)
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toMatchObject({ training: { maxSteps: 3 } })
    const sums = (model: string) =>
      JSON.parse(cli('logprobs', '--model', model, '--data', tokenised, '--json').stdout).pairs.map(
        (pair: { chosen: { sum: number } }) => pair.chosen.sum,
      )
    expect(sums(join(out, 'model'))).not.toEqual(sums(MODEL))
  })

  it('refuses a config that cannot be run, naming field and value', () => {
    const { status, stderr } = cli(
      'train',
      '--model',
      MODEL,
      '--data',
      tokenised,
      '--out',
      folder,
      '--set',
      'objective.beta=-1',
    )
    expect(status).toBe(1)
    expect(stderr).toContain('config/invalid: objective.beta is -1')
  })
})

describe('generate', () => {
  it('continues a prompt, and the same seed gives the same text', () => {
    const once = () =>
      cli('generate', '--model', 'small-world', '--prompt', 'Tell Anna about the fox.\nAnswer:', '--seed', '3').stdout
    const text = once()
    expect(text).toMatch(/^Tell Anna about the fox\.\nAnswer: \S+/)
    expect(once()).toBe(text)
  })

  it('says what a model without a tokenizer lacks', () => {
    const { status, stderr } = cli('generate', '--model', MODEL, '--prompt', 'Hello')
    expect(status).toBe(1)
    expect(stderr).toContain('model/no-tokenizer')
  })
})

describe('usage', () => {
  it('names an unknown command, and those there are', () => {
    const { status, stderr } = cli('tune')
    expect(status).toBe(1)
    expect(stderr).toContain('There is no command tune')
    expect(stderr).toContain('inspect, logprobs, train, generate, export')
  })
})
