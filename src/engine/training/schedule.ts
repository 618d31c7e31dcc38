/** @file Learning rate over the steps of one stage: linear warm-up, then constant, linear or cosine decay. */
import type { OptimizerConfig } from '../../protocol/run-config'

type ScheduleConfig = Pick<OptimizerConfig, 'learningRate' | 'schedule' | 'warmupRatio'>

/**
 * Learning rate of one step, as Hugging Face's schedulers have it: step 0 of a warm-up of w steps is 1/w of the peak
 * here (not 0, which would waste the step), and decay ends at 0 one step after the last.
 *
 * @param step Counted from 0 within the stage.
 * @param steps Optimizer steps of the stage.
 */
export function learningRateAt(step: number, steps: number, config: ScheduleConfig): number {
  const warmup = Math.round(config.warmupRatio * steps)
  if (step < warmup) return (config.learningRate * (step + 1)) / warmup
  const done = (step - warmup) / Math.max(1, steps - warmup)
  switch (config.schedule) {
    case 'constant':
      return config.learningRate
    case 'linear':
      return config.learningRate * (1 - done)
    case 'cosine':
      return (config.learningRate * (1 + Math.cos(Math.PI * done))) / 2
  }
}
