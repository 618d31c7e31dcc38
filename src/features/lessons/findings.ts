/** @file Whether figures over seeds say what a claim says: three answers, and a fourth for what was not measured. */
import type { Spread } from './figures'

/**
 * `shows`: the claim holds, and by more than the seeds differ. `unclear`: it may hold, but the seeds differ by as much,
 * or a value in between breaks the order. `not`: the figures do not say so.
 */
export type Outcome = 'shows' | 'unclear' | 'not' | 'unmeasured'

type Measured = Spread | null

const whole = (spreads: readonly Measured[]): Spread[] | null =>
  spreads.length > 0 && spreads.every((spread) => spread !== null) ? (spreads as Spread[]) : null

/** From the first to the last, medians never falling, and the ends apart. */
export function rises(given: readonly Measured[]): Outcome {
  const spreads = whole(given)
  if (!spreads) return 'unmeasured'
  const [first, last] = [spreads[0]!, spreads.at(-1)!]
  if (last.median <= first.median) return 'not'
  return neverFalls(spreads) && last.min > first.max ? 'shows' : 'unclear'
}

const neverFalls = (spreads: readonly Spread[]): boolean =>
  spreads.every((spread, i) => i === 0 || spread.median >= spreads[i - 1]!.median)

export const falls = (given: readonly Measured[]): Outcome => rises([...given].reverse())

/** A peak between the ends, higher than both: medians never falling before it, never rising after it. */
export function risesThenFalls(given: readonly Measured[]): Outcome {
  const spreads = whole(given)
  if (!spreads) return 'unmeasured'
  const [first, last] = [spreads[0]!, spreads.at(-1)!]
  const peak = peakOf(spreads)
  if (peak.median <= first.median || peak.median <= last.median) return 'not'
  const top = spreads.indexOf(peak)
  const inOrder = neverFalls(spreads.slice(0, top + 1)) && neverFalls(spreads.slice(top).reverse())
  return inOrder && peak.min > first.max && peak.min > last.max ? 'shows' : 'unclear'
}

export const peakOf = (spreads: readonly Spread[]): Spread =>
  spreads.reduce((best, spread) => (spread.median > best.median ? spread : best))

/** All seeds beyond the mark. */
export function above(spread: Measured, mark: number): Outcome {
  if (!spread) return 'unmeasured'
  if (spread.median <= mark) return 'not'
  return spread.min > mark ? 'shows' : 'unclear'
}

export function below(spread: Measured, mark: number): Outcome {
  if (!spread) return 'unmeasured'
  if (spread.median >= mark) return 'not'
  return spread.max < mark ? 'shows' : 'unclear'
}

/** How far a paper's findings show here, by those that could be tested. */
export type Agreement = 'agrees' | 'partly' | 'not-shown' | 'unmeasured'

export function agreementOf(outcomes: readonly Outcome[]): Agreement {
  const tested = outcomes.filter((outcome) => outcome !== 'unmeasured')
  const shown = tested.filter((outcome) => outcome === 'shows').length
  if (tested.length === 0) return 'unmeasured'
  if (shown === 0) return 'not-shown'
  // What was not tested cannot be agreed with.
  return shown === outcomes.length ? 'agrees' : 'partly'
}
