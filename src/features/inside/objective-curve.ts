/**
 * @file What an objective does to one pair: its loss and gradient weight as functions of the one number it looks at.
 * The mathematics is that of engine/objectives, which the page may not load; a test holds the two together.
 */
import { type ObjectiveOptions, simpoGamma } from '../../protocol/objectives'
import type { RunConfig } from '../../protocol/run-config'
import type { PairFigures } from '../../protocol/train-events'

export interface CurvePoint {
  /** Preference part of the loss: without the SFT term that some objectives add. */
  loss: number
  /** d loss / d x. Its size is the pair's weight in the gradient, its sign the direction of the pull. */
  slope: number
}

export interface ObjectiveCurve {
  /** What x is. `gap`: of log-ratios, for IPO; `odds`: log odds ratio, for ORPO. */
  x: 'margin' | 'gap' | 'odds'
  /** IPO's gaps are per token or of sums. */
  perToken: boolean
  at: (x: number) => CurvePoint
  /** Where the objective wants x to be, or lets go of it; null where it wants ever more. */
  aim: { kind: 'gamma' | 'hinge' | 'ipo' | 'smoothed'; x: number } | null
  /** From the reward margin that a run tells; null where the margin does not decide it (ORPO). */
  fromMargin: ((margin: number) => number) | null
  /** Multiple of the cross-entropy on chosen that is part of the run's loss and not of the curve. */
  sftWeight: number
}

/** Null for plain imitation (`sft`): it has no margin. */
export function objectiveCurve(options: ObjectiveOptions): ObjectiveCurve | null {
  const same = (margin: number) => margin
  switch (options.name) {
    case 'dpo': {
      const { variant, labelSmoothing, sftWeight } = options
      const tilt = variant === 'robust' ? -labelSmoothing / (1 - 2 * labelSmoothing) : labelSmoothing
      const perToken = variant === 'length-normalised'
      if (variant === 'hinge')
        return { x: 'margin', perToken, at: hinge, aim: { kind: 'hinge', x: 1 }, fromMargin: same, sftWeight }
      return { x: 'margin', perToken, at: (x) => logistic(x, tilt), aim: lowest(tilt), fromMargin: same, sftWeight }
    }
    case 'simpo': {
      const { variant, labelSmoothing, sftWeight, lengthNormalised } = options
      const gamma = simpoGamma(options)
      // The hinge lets go where z = margin − γ is 1.
      const aim =
        variant === 'hinge'
          ? ({ kind: 'hinge', x: 1 + gamma } as const)
          : gamma > 0
            ? ({ kind: 'gamma', x: gamma } as const)
            : lowest(labelSmoothing)
      const at = (x: number) => (variant === 'hinge' ? hinge(x - gamma) : logistic(x - gamma, labelSmoothing))
      return { x: 'margin', perToken: lengthNormalised, at, aim, fromMargin: same, sftWeight }
    }
    case 'ipo': {
      const { beta, sftWeight, lengthNormalised } = options
      const target = 1 / (2 * beta)
      return {
        x: 'gap',
        perToken: lengthNormalised,
        at: (x) => ({ loss: (x - target) ** 2, slope: 2 * (x - target) }),
        aim: { kind: 'ipo', x: target },
        fromMargin: (margin) => margin / beta,
        sftWeight,
      }
    }
    case 'orpo': {
      const { lambda, sftWeight } = options
      const at = (x: number) => {
        const { loss, slope } = logistic(x, 0)
        return { loss: lambda * loss, slope: lambda * slope }
      }
      return { x: 'odds', perToken: true, at, aim: null, fromMargin: null, sftWeight: 1 + sftWeight }
    }
    case 'sft':
      return null
  }
}

/** −log σ(z) + tilt · z, and its derivative. */
function logistic(z: number, tilt: number): CurvePoint {
  const tail = Math.exp(-Math.abs(z))
  const sigmaOfMinus = z > 0 ? tail / (1 + tail) : 1 / (1 + tail)
  return { loss: Math.max(-z, 0) + Math.log1p(tail) + tilt * z, slope: tilt - sigmaOfMinus }
}

/** Where −log σ(z) + tilt · z is lowest; null where it falls on for ever. */
const lowest = (tilt: number): ObjectiveCurve['aim'] =>
  tilt > 0 ? { kind: 'smoothed', x: Math.log((1 - tilt) / tilt) } : null

/** max(0, 1 − z); the derivative on the kink is 0. */
const hinge = (z: number): CurvePoint => ({ loss: Math.max(0, 1 - z), slope: z < 1 ? -1 : 0 })

/** What the run trained with in one of its stages; 0 is the SFT warm-up. */
export function objectiveOfStage({ objective, stages }: RunConfig, stage: number): ObjectiveOptions {
  if (stage === 0) return { name: 'sft' }
  const beta = stages.overrides[stage - 1]?.beta
  return beta !== undefined && 'beta' in objective ? { ...objective, beta } : objective
}

/** x of every held-out pair; empty where the run told none. */
export function heldOutXs(curve: ObjectiveCurve, pairs: PairFigures): number[] {
  const { fromMargin } = curve
  if (fromMargin) return pairs.margins.map(fromMargin)
  return pairs.logpsAvgChosen.map((chosen, i) => logOdds(chosen) - logOdds(pairs.logpsAvgRejected[i]!))
}

/** A completion of probability one has no odds: the engine's own bound, nats per token. */
const CERTAIN = -1e-6

/** log(p / (1 − p)) from log p. */
function logOdds(logProb: number): number {
  const bounded = Math.min(logProb, CERTAIN)
  return bounded - Math.log(-Math.expm1(bounded))
}
