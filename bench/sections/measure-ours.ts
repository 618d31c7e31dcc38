/** @file Times steps of ours alone, for the series. */
import { openArm, openBenchPage } from '../browser'
import type { Arm, OpenOptions, StepResult } from '../calls'
import { median, type Spread, spread } from '../statistics'
import type { Context } from './context'

export interface OursResult {
  ms: Spread
  dispatches: number
  submits: number
  peakBytes: number
}

export interface Effort {
  warmup: number
  /** Timed steps, at most; three are always made. */
  steps: number
  budgetMs: number
}

export const EFFORT: Effort = { warmup: 3, steps: 9, budgetMs: 4000 }

/** Opens a worker for the time of `work`. */
export async function withOurs<T>(
  context: Context,
  options: OpenOptions & { backend: 'webgpu' | 'wasm' },
  work: (arm: Arm) => Promise<T>,
): Promise<T> {
  const { backend, ...rest } = options
  const page = await openBenchPage(context.browser, context.plain)
  try {
    return await work(await openArm(page, 'ours', 'ours', backend, rest))
  } finally {
    await page.close()
  }
}

export async function timeSteps(arm: Arm, effort: Effort = EFFORT): Promise<OursResult> {
  const steps: StepResult[] = []
  for (let i = 0; i < effort.warmup; i++) await arm.call('step')
  const spent = () => steps.reduce((sum, { ms }) => sum + ms, 0)
  while (steps.length < effort.steps && (steps.length < 3 || spent() < effort.budgetMs)) {
    steps.push(await arm.call('step'))
  }
  const of = (name: keyof StepResult) => steps.map((step) => step[name])
  return {
    ms: spread(of('ms')),
    dispatches: median(of('dispatches')),
    submits: median(of('submits')),
    peakBytes: Math.max(...of('peakBytes')),
  }
}

/** What the series run on, unless told: where people would train. */
export const seriesBackend = ({ options, software }: Context) => options.backend ?? (software ? 'wasm' : 'webgpu')
