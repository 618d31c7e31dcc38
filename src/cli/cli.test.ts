/** @file The command line as a script uses it: one process per command. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import expected from '../../tests/golden/models/rand-llama-gqa-tied/expected.json'
import { cli, freshFolder, writeLines } from './cli-for-tests'

const MODEL = 'tests/golden/models/rand-llama-gqa-tied'
const folder = freshFolder()

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Rows as TRL tokenises them: the golden model has no tokenizer. */
const tokenised = writeLines(
  join(folder, 'tokenised.jsonl'),
  expected.pairs.map(({ prompt, chosen, rejected }) => ({
    prompt_input_ids: prompt,
    chosen_input_ids: chosen,
    rejected_input_ids: rejected,
  })),
)

describe('inspect', () => {
  it('prints one JSON document with pairs, mapping and every row that cannot be used', async () => {
    const rows = [
      { q: 'Hello.', a: ' Good day.', b: ' What.' },
      { q: 'Hello.', a: ' Same.', b: ' Same.' },
    ]
    const path = writeLines(join(folder, 'mapped.jsonl'), rows)
    const { status, stdout } = await cli(['inspect', path, '--map', 'prompt=q,chosen=a,rejected=b', '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'jsonl',
      mapping: { prompt: 'q', chosen: 'a', rejected: 'b' },
      pairs: 1,
      dropped: [{ row: 2, code: 'data/equal-completions' }],
    })
  })

  it('ends with 2 and the code on standard error when there is no pair', async () => {
    const path = file('sft.jsonl', '{"prompt":"a","completion":" b"}\n')
    const { status, stdout, stderr } = await cli(['inspect', path, '--json'])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('data/no-pairs')
  })

  it('names a file that is not there', async () => {
    const { status, stderr } = await cli(['inspect', join(folder, 'absent.jsonl')])
    expect(status).toBe(2)
    expect(stderr).toContain('absent.jsonl')
  })
})

describe('logprobs', () => {
  it('ends with 2 when no row can be used, and says why', async () => {
    const foreign = { prompt_input_ids: [1], chosen_input_ids: [99_999], rejected_input_ids: [2] }
    const path = file('foreign.jsonl', JSON.stringify(foreign))
    const { status, stdout, stderr } = await cli(['logprobs', '--model', MODEL, '--data', path])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/data\/too-few-pairs: .*token id 99999/)
  })

  it('gives the reference log-probs of tokenised rows, without a tokenizer', async () => {
    const { status, stdout } = await cli([
      'logprobs',
      '--model',
      MODEL,
      '--data',
      tokenised,
      '--backend',
      'wasm',
      '--json',
    ])
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
  it('writes metrics, config, samples and a model that loads again and gives other log-probs', async () => {
    const out = join(folder, 'run')
    // Of a run with an adapter that was written to the same place.
    mkdirSync(join(out, 'adapter'), { recursive: true })
    for (const name of ['config.json', 'metrics.jsonl']) writeFileSync(join(out, name), '')
    const settings = [
      'training.maxSteps=3',
      'training.batchSize=2',
      'data.heldOutShare=0.25',
      'optimizer.learningRate=0.005',
    ]
    const { status, stdout, stderr } = await cli([
      'train',
      ...['--model', MODEL, '--data', tokenised, '--out', out, '--json'],
      ...settings.flatMap((set) => ['--set', set]),
    ])
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
    const sums = async (model: string) => {
      const { stdout } = await cli(['logprobs', '--model', model, '--data', tokenised, '--json'])
      return JSON.parse(stdout).pairs.map((pair: { chosen: { sum: number } }) => pair.chosen.sum)
    }
    expect(existsSync(join(out, 'adapter'))).toBe(false)
    const [tuned, base] = await Promise.all([sums(join(out, 'model')), sums(MODEL)])
    expect(tuned).not.toEqual(base)
  })

  it('refuses a place that cannot be written to before it trains', async () => {
    const { status, stderr } = await cli(['train', '--model', MODEL, '--data', tokenised, '--out', tokenised])
    expect(status).toBe(1)
    expect(stderr).toContain(`cli/usage: Nothing can be written to ${tokenised}`)
  })

  it('refuses a config that cannot be run, naming field and value', async () => {
    const run = ['train', '--model', MODEL, '--data', tokenised, '--out', folder]
    const { status, stderr } = await cli([...run, '--set', 'objective.beta=-1'])
    expect(status).toBe(1)
    expect(stderr).toContain('config/invalid: objective.beta is -1')
  })
})

describe('generate', () => {
  it('continues a prompt, and the same seed gives the same text', async () => {
    const args = ['--model', 'small-world', '--prompt', 'Tell Anna about the fox.\nAnswer:', '--seed', '3']
    const [one, other] = await Promise.all([cli(['generate', ...args]), cli(['generate', ...args])])
    expect(one.stdout).toMatch(/^Tell Anna about the fox\.\nAnswer: \S+/)
    expect(other.stdout).toBe(one.stdout)
  })

  it('says what a model without a tokenizer lacks', async () => {
    const { status, stderr } = await cli(['generate', '--model', MODEL, '--prompt', 'Hello'])
    expect(status).toBe(1)
    expect(stderr).toContain('model/no-tokenizer')
  })
})

describe('usage', () => {
  it('names an unknown command, and says of every command what it takes', async () => {
    const [unknown, help] = await Promise.all([cli(['tune']), cli(['help'])])
    expect(unknown.status).toBe(1)
    expect(unknown.stderr).toContain('There is no command tune')
    const commands = ['inspect', 'logprobs', 'train', 'generate', 'export', 'sweep']
    expect(unknown.stderr).toContain(commands.join(', '))
    expect(help.status).toBe(0)
    for (const command of commands) expect(help.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'))
  })
})
