/**
 * @file The step on WebGPU without a browser: `npm run bench:dawn [--model smollm2-135m] [--only ours] [--name NAME]`.
 * Dawn, Chromium's WebGPU, comes from the package `webgpu`. Each contender has a process of its own.
 */
// First: it prepares what the others look for.
import './give-gpu'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SMOLLM2_135M } from '../../tests/support/shapes'
import type { OpenOptions } from '../calls'
import type { ContenderName } from '../contenders/contender'
import { engineFlops } from '../contenders/engine-network'
import { goalsOf, printGoals } from '../goals'
import { matrixFlops, rows, STANDARD } from '../network'
import { root, versions } from '../places'
import { printLosses, printSteps } from '../sections/print-steps'
import { type ArmResult, lossDifference, lossesAgree, openTurn, type Turn, takeTurns } from '../sections/turns'
import { figure } from '../table'
import { runChild } from './child'
import { openProcessArm } from './process-arm'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      only: { type: 'string', default: 'ours,jax-js,stock-tfjs' },
      tokens: { type: 'string', default: '256' },
      pairs: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '15' },
      budget: { type: 'string', default: '15' },
      name: { type: 'string', default: 'dawn' },
    },
  })
  const { model } = values
  if (model !== undefined && model !== 'smollm2-135m') throw new Error('--model is smollm2-135m, or left out')
  // Of the large model only the batch is given here.
  const tokens = Number(values.tokens)
  const large = { ...STANDARD, vocab: SMOLLM2_135M.vocab, tokens, prompt: tokens / 4, pairs: Number(values.pairs) }
  const options: OpenOptions = model ? { model, shape: large } : { shape: STANDARD }
  const names = (model ? ['ours'] : values.only.split(',')) as ContenderName[]

  const results: ArmResult[] = []
  const turns: Turn[] = []
  for (const name of names) {
    const result: ArmResult = { key: name, group: 'webgpu', contender: name, facts: {}, losses: [] }
    results.push(result)
    const turn = await openTurn(result, () => openProcessArm(name, options))
    if (turn) turns.push(turn)
  }
  await takeTurns(turns, { rounds: Number(values.rounds), budgetMs: 1000 * Number(values.budget) })
  for (const { arm } of turns) await arm.close()

  const difference = lossDifference(results)
  printLosses(results, difference)
  printSteps(results)
  const batchTokens = rows(options.shape) * options.shape.tokens
  const flops = model ? engineFlops(SMOLLM2_135M, batchTokens) : matrixFlops(STANDARD)
  for (const { key, ms } of results) {
    if (!ms) continue
    const rate = figure(flops / ms.median / 1e6)
    console.log(`${key}: ${figure((1000 * batchTokens) / ms.median)} tokens/s, ${rate} GFLOP/s of products`)
  }
  const goals = model ? [] : goalsOf({ step: { arms: results, lossDifference: difference } })
  if (goals.length > 0) printGoals(goals)
  write(values.name, { options, flops, batchTokens, lossDifference: difference, goals, arms: results })
  const isSound = lossesAgree(results)
  if (!isSound) console.error('The losses differ by more than 1e-3, or ours failed.')
  return isSound ? 0 : 1
}

function write(name: string, content: object): void {
  const folder = resolve(root, 'bench/results')
  mkdirSync(folder, { recursive: true })
  const environment = {
    date: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    versions: versions(),
  }
  writeFileSync(resolve(folder, `${name}.json`), `${JSON.stringify({ environment, ...content }, null, 2)}\n`)
  console.log(`\nWritten to bench/results/${name}.json`)
}

if (process.send) runChild()
else process.exitCode = await main()
