/** @file One DPO step of the standard network in all contenders: equal losses first, then timed in turns. */
import { availableParallelism } from 'node:os'
import type { KernelTime } from '../../src/engine/ops/webgpu/profile'
import { openArm, openBenchPage } from '../browser'
import type { OpenOptions } from '../calls'
import type { ContenderName } from '../contenders/contender'
import { STANDARD } from '../network'
import type { Context } from './context'
import { countDispatches, type DispatchParts } from './dispatches'
import { printLosses, printSteps } from './print-steps'
import { profileStep } from './profile'
import { type ArmResult, lossDifference, openTurn, type Turn, takeTurns } from './turns'

export interface StepPart {
  arms: ArmResult[]
  lossDifference: number
  dispatches?: DispatchParts
  profile?: KernelTime[]
}

interface ArmPlan {
  name: ContenderName
  note?: string
  options?: Partial<OpenOptions>
}

interface Group {
  group: string
  backend: 'webgpu' | 'wasm'
  isolated: boolean
  arms: ArmPlan[]
}

/** tfjs by itself takes half of the cores, and no more when told; jax-js takes all of them. */
const ALL = availableParallelism()

const OURS: ArmPlan = { name: 'ours' }
const JAX: ArmPlan = { name: 'jax-js' }
const STOCK: ArmPlan = { name: 'stock-tfjs' }
const STOCK_ONE_HOT: ArmPlan = {
  name: 'stock-tfjs',
  note: 'one-hot embedding',
  options: { embedding: 'one-hot', threads: ALL },
}

const GROUPS: Group[] = [
  { group: 'webgpu', backend: 'webgpu', isolated: false, arms: [OURS, JAX, STOCK] },
  { group: 'wasm, one thread', backend: 'wasm', isolated: false, arms: [OURS, JAX, STOCK, STOCK_ONE_HOT] },
  { group: 'wasm, all threads', backend: 'wasm', isolated: true, arms: [OURS, JAX, STOCK_ONE_HOT] },
]

export async function runStep(context: Context): Promise<StepPart> {
  const arms: ArmResult[] = []
  for (const group of GROUPS) {
    if (context.options.backend && context.options.backend !== group.backend) continue
    arms.push(...(await runGroup(context, group)))
  }
  const difference = lossDifference(arms)
  printLosses(arms, difference)
  printSteps(arms)
  const part: StepPart = { arms, lossDifference: difference }
  const measured = arms.some(({ contender, group, failure }) => contender === 'ours' && group === 'webgpu' && !failure)
  if (measured) {
    part.dispatches = await countDispatches(context)
    part.profile = await profileStep(context)
  }
  return part
}

async function runGroup(context: Context, { group, backend, isolated, arms }: Group): Promise<ArmResult[]> {
  const { options } = context
  const page = await openBenchPage(context.browser, isolated ? context.isolated : context.plain)
  const results: ArmResult[] = []
  const turns: Turn[] = []
  for (const { name, note, options: more } of arms) {
    if (options.only && !options.only.includes(name)) continue
    const key = note ? `${name}, ${note}` : name
    const result: ArmResult = { key, group, contender: name, facts: {}, losses: [] }
    results.push(result)
    const turn = await openTurn(result, () => openArm(page, key, name, backend, { shape: STANDARD, ...more }))
    if (turn) turns.push(turn)
  }
  await takeTurns(turns, options)
  await page.close()
  for (const { key, failure } of results) console.log(`${group}: ${key} ${failure ? 'fails' : 'measured'}`)
  return results
}
