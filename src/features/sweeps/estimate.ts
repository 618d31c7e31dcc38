/** @file How long a sweep will take, by what is known of the runs before it. */
import type { KeptSweep } from '../../protocol/sweep-kept'
import type { Trial } from '../../protocol/sweep-trials'
import type { Pace } from '../../store/sweeps/sweep-control-clock'
import { stepsOf } from '../../store/sweeps/sweep-draft'

/** Of the run that ended last, else of the runs swept last, whose steps are then taken to hold all; null for none. */
export function paceOf(last: Pace | null, sweeps: readonly KeptSweep[]): Pace | null {
  if (last) return last
  for (const { results } of sweeps) {
    const counted = Object.values(results).filter(({ state }) => state === 'completed')
    const steps = counted.reduce((sum, result) => sum + result.steps, 0)
    if (steps > 0) return { overhead: 0, perStep: counted.reduce((sum, { seconds }) => sum + seconds, 0) / steps }
  }
  return null
}

export const secondsFor = (trials: readonly Trial[], pairs: number, { overhead, perStep }: Pace): number =>
  trials.reduce((sum, { config }) => sum + overhead + stepsOf(config, pairs) * perStep, 0)

/** Seconds to go: what is left of the run under way, and as much for each other as those before it took. */
export function secondsLeftOf(
  { trials, results }: KeptSweep,
  current: { spent: number; left: number | null },
): number | null {
  const ended = Object.values(results).filter(({ state }) => state === 'completed')
  const waiting = trials.length - Object.keys(results).length - 1
  const whole = current.left === null ? null : current.spent + current.left
  const each = ended.length > 0 ? ended.reduce((sum, { seconds }) => sum + seconds, 0) / ended.length : whole
  if (each === null) return null
  return (current.left ?? each) + Math.max(0, waiting) * each
}
