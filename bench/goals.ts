/** @file The goals, each beside what was measured. */
import type { MemoryRun } from './contenders/memory-run'
import { matrixFlops, rows, STANDARD } from './network'
import type { DispatchParts } from './sections/dispatches'
import type { FlatnessResult } from './sections/flatness'
import type { GrowthPoint } from './sections/growth'
import type { PageResult } from './sections/page'
import type { StepPart } from './sections/step'
import type { ArmResult } from './sections/turns'
import { figure, table } from './table'

export interface Results {
  step?: StepPart
  growth?: { points: GrowthPoint[] }
  flatness?: FlatnessResult[]
  memory?: MemoryRun[]
  page?: PageResult
}

export interface Goal {
  figure: string
  goal: string
  measured: string
  reached: boolean
}

/** Only those whose figures were measured in this run. */
export function goalsOf(results: Results): Goal[] {
  const { step, growth, flatness, memory, page } = results
  return [
    ...(step ? stepGoals(step.arms, step.dispatches) : []),
    ...(growth ? growthGoals(growth.points) : []),
    ...(flatness ?? []).flatMap(flatnessGoals),
    ...(memory ?? []).flatMap(memoryGoals),
    ...(page ? pageGoals(page) : []),
  ]
}

export function printGoals(goals: Goal[]): void {
  const lines = goals.map(({ figure, goal, measured, reached }) => [
    figure,
    goal,
    measured,
    reached ? 'reached' : 'NOT REACHED',
  ])
  console.log(`\n${table(['figure', 'goal', 'measured', ''], lines)}`)
}

const atMost = (name: string, measured: number, limit: number, unit = ''): Goal => ({
  figure: name,
  goal: `at most ${figure(limit)}${unit}`,
  measured: `${figure(measured)}${unit}`,
  reached: measured <= limit,
})

const atLeast = (name: string, measured: number, limit: number, unit = ' times'): Goal => ({
  figure: name,
  goal: `at least ${figure(limit)}${unit}`,
  measured: `${measured.toFixed(2)}${unit}`,
  reached: measured >= limit,
})

function stepGoals(arms: ArmResult[], parts: DispatchParts | undefined): Goal[] {
  const goals: Goal[] = []
  for (const group of new Set(arms.map((arm) => arm.group))) {
    const here = arms.filter((arm) => arm.group === group && !arm.failure && arm.ms)
    const find = (contender: string) => here.find((arm) => arm.contender === contender)
    const ours = find('ours')
    if (!ours) continue
    const jax = find('jax-js')
    const stock = find('stock-tfjs')
    const faster = (other: ArmResult) => other.ms!.median / ours.ms!.median
    if (group !== 'webgpu') {
      if (jax) goals.push(wasmGoal(group, ours, jax))
      continue
    }
    if (stock) goals.push(atLeast('webgpu step, faster than stock tfjs', faster(stock), 8))
    if (jax) goals.push(atLeast('webgpu step, faster than jax-js (floor 1.2)', faster(jax), 1.5))
    goals.push(atMost('dispatches a step', ours.dispatches!, 130))
    if (parts) goals.push(atMost('dispatches of a layer', parts.perLayer, 25))
    if (parts) goals.push(atMost('dispatches of the optimizer', parts.optimizer, 3))
    goals.push(atMost('submits a step', ours.submits!, 10))
    goals.push(atMost('JavaScript to encode a step', ours.encodeMs!.median, 12, ' ms'))
    goals.push(atMost('GPU bytes at the peak', ours.peakBytes! / 1e6, 40, ' MB'))
    goals.push(limitGoal(ours, here))
  }
  return goals
}

function wasmGoal(group: string, ours: ArmResult, jax: ArmResult): Goal {
  const threads = `${ours.facts.threads} and ${jax.facts.threads} threads`
  const goal = atLeast(`${group}: step against jax-js (${threads})`, jax.ms!.median / ours.ms!.median, 1)
  return { ...goal, reached: goal.reached && ours.facts.threads === jax.facts.threads }
}

/** The step's products at the best rate that any contender reached, on any size that was tried. */
function limitGoal(ours: ArmResult, arms: ArmResult[]): Goal {
  const best = Math.max(...arms.flatMap((arm) => Object.values(arm.rates ?? {})))
  const limitMs = matrixFlops(STANDARD) / best / 1e6
  const name = `step against the limit of ${figure(Math.round(limitMs))} ms (${figure(best)} GFLOP/s)`
  return atMost(name, ours.ms!.median / limitMs, 1.5, ' times')
}

function growthGoals(points: GrowthPoint[]): Goal[] {
  return [atMost('time per token, 4,096 tokens against 512', tokenGrowth(points), 1.1, ' times')]
}

/** Time per token of the largest batch, against that of the standard one. */
function tokenGrowth(points: GrowthPoint[]): number {
  const series = points.filter((point) => point.series === 'tokens')
  const perToken = ({ ms, tokens }: GrowthPoint) => ms.median / tokens
  const standard = series.find(({ tokens }) => tokens === rows(STANDARD) * STANDARD.tokens)!
  return perToken(series.at(-1)!) / perToken(standard)
}

/** Tensors and bytes after the last step against those after the first look. */
function memoryGrowth({ memory }: FlatnessResult): number {
  const first = memory[0]!
  const last = memory.at(-1)!
  return Math.max(last.tensors / first.tensors, last.bytes / first.bytes, last.gpuBytes / (first.gpuBytes || 1))
}

function flatnessGoals(result: FlatnessResult): Goal[] {
  const { backend, ratio } = result
  return [
    atMost(`${backend}: steps 950-1,000 against 50-100`, ratio, 1.1, ' times'),
    atMost(`${backend}: memory after 2,000 steps against 100`, memoryGrowth(result), 1.01, ' times'),
  ]
}

const MEMORY_MB = { f32: 1000, '16-bit': 700 }

/** None of a model with fewer layers: there, what the pool keeps ready counts for more. */
function memoryGoals({ model, baseWeights, isWhole, peakBytes, estimate }: MemoryRun): Goal[] {
  if (!isWhole) return []
  const name = `${model}, ${baseWeights}`
  const share = estimate.total / peakBytes
  return [
    atMost(`${name}: GPU bytes at the peak`, peakBytes / 1e6, MEMORY_MB[baseWeights], ' MB'),
    {
      figure: `${name}: estimate against the peak`,
      goal: '0.90 to 1.10 times',
      measured: `${share.toFixed(3)} times`,
      reached: Math.abs(share - 1) <= 0.1,
    },
  ]
}

const FIRST_STEP_MS = { wasm: 3000, webgpu: 5000 }

function pageGoals({ firstLoad, starts, longTasks }: PageResult): Goal[] {
  const { groups, tfjsInPage, tfjsInWorker } = firstLoad
  const apart = tfjsInWorker && !tfjsInPage
  return [
    atMost('first view, gzipped', (groups.page.compressed + groups['recorded runs'].compressed) / 1000, 320, ' kB'),
    {
      figure: 'tfjs loaded by the worker alone',
      goal: 'yes',
      measured: apart ? 'yes' : 'no',
      reached: apart,
    },
    ...starts.map(({ backend, cache, firstStep }) =>
      atMost(`${backend}, ${cache} cache: load to first step`, firstStep, FIRST_STEP_MS[backend], ' ms'),
    ),
    ...longTasks.map(({ backend, durations }) => atMost(`${backend}: long tasks while training`, durations.length, 0)),
  ]
}
