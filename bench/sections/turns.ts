/** @file Contenders in turns: first losses to compare, then times, then the rate of their products. */
import type { Arm, StepResult } from '../calls'
import type { ContenderName } from '../contenders/contender'
import { median, type Spread, spread } from '../statistics'

export interface ArmResult {
  key: string
  group: string
  contender: ContenderName
  facts: Record<string, string | number>
  /** Why there are no figures. */
  failure?: string
  losses: number[]
  /** With compilation. */
  firstStepMs?: number
  ms?: Spread
  /** From here on WebGPU alone. */
  encodeMs?: Spread
  dispatches?: number
  submits?: number
  passes?: number
  bufferWrites?: number
  buffersCreated?: number
  peakBytes?: number
  liveBytes?: number
  /** GFLOP/s by size of product. */
  rates?: Record<string, number>
}

export interface Turn {
  arm: Arm
  result: ArmResult
}

export interface Effort {
  /** Timed steps of each contender, at most. */
  rounds: number
  /** A contender that has taken longer than this sits out; three steps are always made. */
  budgetMs: number
}

/** Steps whose losses are compared. */
const CHECKED = 5
/** Between turns: thread pools of the last contender come to rest. */
const REST_MS = 30

const SIZES: [number, number, number][] = [
  [512, 128, 512],
  [512, 512, 128],
  [512, 512, 512],
]

/** Opens, or notes why not. */
export async function openTurn(result: ArmResult, open: () => Promise<Arm>): Promise<Turn | null> {
  try {
    const arm = await open()
    result.facts = arm.facts
    return { arm, result }
  } catch (error) {
    result.failure = firstLine(error)
    return null
  }
}

export async function takeTurns(turns: Turn[], effort: Effort): Promise<void> {
  for (const turn of turns) await check(turn)
  const sound = turns.filter(({ result }) => !result.failure)
  await timeInTurns(sound, effort)
  for (const { arm, result } of sound) {
    result.rates = {}
    for (const size of SIZES) result.rates[size.join('x')] = await arm.call('matrixRate', size)
  }
}

async function check({ arm, result }: Turn): Promise<void> {
  try {
    for (let i = 0; i < CHECKED; i++) {
      const { loss, ms } = await arm.call('step')
      result.firstStepMs ??= ms
      result.losses.push(loss)
    }
  } catch (error) {
    result.failure = firstLine(error)
  }
}

async function timeInTurns(turns: Turn[], { rounds, budgetMs }: Effort): Promise<void> {
  const taken = turns.map((): StepResult[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, { arm }] of turns.entries()) {
      const steps = taken[i]!
      const spent = steps.reduce((sum, { ms }) => sum + ms, 0)
      if (round >= 3 && spent > budgetMs) continue
      await new Promise((resolve) => setTimeout(resolve, REST_MS))
      steps.push(await arm.call('step'))
    }
  }
  for (const [i, { result }] of turns.entries()) summarise(result, taken[i]!)
}

function summarise(result: ArmResult, steps: StepResult[]): void {
  const of = (name: keyof StepResult) => steps.map((step) => step[name])
  result.ms = spread(of('ms'))
  if (median(of('dispatches')) === 0) return
  result.encodeMs = spread(of('encodeMs'))
  for (const name of ['dispatches', 'submits', 'passes', 'bufferWrites', 'buffersCreated'] as const) {
    result[name] = median(of(name))
  }
  result.peakBytes = Math.max(...of('peakBytes'))
  result.liveBytes = steps.at(-1)!.liveBytes
}

const firstLine = (error: unknown): string =>
  (error as Error).message.replace(/^page\.evaluate: (Error: )?/, '').split('\n')[0]!

/** Largest relative difference of a loss between any two contenders, over the checked steps. */
export function lossDifference(results: ArmResult[]): number {
  const sound = results.filter(({ failure }) => !failure)
  let worst = 0
  for (let step = 0; step < CHECKED; step++) {
    const losses = sound.map(({ losses }) => losses[step]!)
    const low = Math.min(...losses)
    const high = Math.max(...losses)
    const difference = (high - low) / Math.max(Math.abs(low), Math.abs(high))
    // Also when it is not a number.
    if (sound.length > 1 && !(difference <= worst)) worst = difference
  }
  return worst
}

const TOLERANCE = 1e-3

/** A contender that fails has no say, but ours must not fail. */
export function lossesAgree(results: ArmResult[]): boolean {
  return lossDifference(results) <= TOLERANCE && results.every((arm) => arm.contender !== 'ours' || !arm.failure)
}
