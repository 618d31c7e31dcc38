/** @file SimPO against DPO: what the reference pass costs. */
import { openArm, openBenchPage } from '../browser'
import { STANDARD } from '../network'
import { type Spread, spread } from '../statistics'
import { table } from '../table'
import type { Context } from './context'
import { seriesBackend } from './measure-ours'

export interface SimpoResult {
  backend: string
  simpo: Spread
  dpo: Spread
  /** Log-probs of one batch under the reference. */
  referencePass: Spread
  /** DPO's step with its reference pass, over SimPO's step. */
  ratio: number
}

const ROUNDS = 9
const WARMUP = 3

export async function runSimpo(context: Context): Promise<SimpoResult> {
  const backend = seriesBackend(context)
  const page = await openBenchPage(context.browser, context.plain)
  const open = (objective: 'dpo' | 'simpo') => openArm(page, objective, 'ours', backend, { shape: STANDARD, objective })
  const dpoArm = await open('dpo')
  const simpoArm = await open('simpo')
  const taken = { dpo: [] as number[], simpo: [] as number[], reference: [] as number[] }
  for (let round = 0; round < WARMUP + ROUNDS; round++) {
    const reference = await dpoArm.call('referencePass')
    const dpo = (await dpoArm.call('step')).ms
    const simpo = (await simpoArm.call('step')).ms
    if (round < WARMUP) continue
    taken.reference.push(reference)
    taken.dpo.push(dpo)
    taken.simpo.push(simpo)
  }
  await page.close()
  const simpo = spread(taken.simpo)
  const dpo = spread(taken.dpo)
  const referencePass = spread(taken.reference)
  const ratio = (dpo.median + referencePass.median) / simpo.median
  const line = (name: string, { median, min, q1, q3 }: Spread) => [name, median, min, q1, q3]
  const lines = [line('SimPO step', simpo), line('DPO step', dpo), line('reference pass', referencePass)]
  console.log(`\nours on ${backend}\n${table(['', 'median ms', 'min', 'q1', 'q3'], lines)}`)
  console.log(`DPO with its reference pass takes ${ratio.toFixed(2)} times as long as SimPO`)
  return { backend, simpo, dpo, referencePass, ratio }
}
