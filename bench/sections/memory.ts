/** @file GPU memory of one DPO step with LoRA on models that people load, beside the estimate. */
import { openBenchPage } from '../browser'
import type { MemoryPlan, MemoryRun } from '../contenders/memory-run'
import { figure, megabytes, table } from '../table'
import type { Context } from './context'

const MODELS = ['smollm2-135m', 'gpt2-124m'] as const
const WEIGHTS = ['f32', '16-bit'] as const
const BATCH = { pairs: 2, tokens: 256 }

export async function runMemory(context: Context): Promise<MemoryRun[]> {
  const { layers, only } = context.options
  const runs: MemoryRun[] = []
  for (const model of MODELS) {
    if (only && !only.includes(model)) continue
    for (const baseWeights of WEIGHTS) {
      const run = await measure(context, { model, baseWeights, ...BATCH, layers })
      // A fresh adapter changes nothing: the first loss of DPO is ln 2.
      if (!(Math.abs(run.loss - Math.LN2) < 1e-3)) throw new Error(`${model}: the first loss is ${run.loss}`)
      runs.push(run)
      console.log(`${model}, ${baseWeights}: ${figure(megabytes(run.peakBytes))} MB, ${(run.ms / 1000).toFixed(0)} s`)
    }
  }
  print(runs)
  return runs
}

/** In a worker of its own, with a device of its own. */
async function measure(context: Context, plan: MemoryPlan): Promise<MemoryRun> {
  const page = await openBenchPage(context.browser, context.plain)
  try {
    const key = 'memory'
    await page.evaluate((key) => window.bench.start(key), key)
    const args = { key, plan }
    return (await page.evaluate(({ key, plan }) => window.bench.call(key, 'memoryRun', [plan]), args)) as MemoryRun
  } finally {
    await page.close()
  }
}

const PARTS = ['weights', 'trained', 'gradients', 'optimizer', 'activations'] as const

function print(runs: MemoryRun[]): void {
  const { pairs, tokens } = BATCH
  console.log(`\none DPO step, LoRA of rank 16 on all linear layers, ${pairs} pairs of ${tokens} tokens; MB`)
  const header = ['model', 'base', 'layers', 'blocks', 'limit', 'peak', 'in use', 'estimate', 'of peak', ...PARTS]
  const lines = runs.map(({ model, baseWeights, layers, limit, peakBytes, usedBytes, estimate }) => [
    model,
    baseWeights,
    layers,
    estimate.recompute ? 'run again' : 'kept',
    megabytes(limit),
    megabytes(peakBytes),
    megabytes(usedBytes),
    megabytes(estimate.total),
    (estimate.total / peakBytes).toFixed(3),
    ...PARTS.map((part) => megabytes(estimate[part])),
  ])
  console.log(table(header, lines))
}
