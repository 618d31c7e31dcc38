/** @file How the tokens of a pair add up: to the log-probs of its completions, and from there to its reward. */
import type { ObjectiveOptions } from '../../protocol/objectives'
import type { TokensEvent } from '../../protocol/train-events'

type TokenPair = TokensEvent['pairs'][number]

export const SIDES = ['chosen', 'rejected'] as const
export type Side = (typeof SIDES)[number]

export interface SideSums {
  /** Sum of log π over the tokens, nats. */
  policy: number
  /** The same under the model that is compared with. */
  against: number
  /** Sum of the tokens' differences. */
  difference: number
  tokens: number
}

export type PairSums = Record<Side, SideSums>

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

export function pairSums(policy: TokenPair, against: TokenPair): PairSums {
  const ofSide = (side: Side): SideSums => {
    const [now, then] = [total(policy[side]), total(against[side])]
    return { policy: now, against: then, difference: now - then, tokens: policy[side].length }
  }
  return { chosen: ofSide('chosen'), rejected: ofSide('rejected') }
}

export interface RewardRule {
  /** β, for ORPO λ. */
  scale: number
  symbol: 'β' | 'λ'
  /** The reward is divided by the tokens of the completion. */
  perToken: boolean
  /** It is made of log π − log π_ref; else of log π alone. */
  fromReference: boolean
}

/** How the objective makes a reward of a completion; null where it has none. */
export function rewardRule(objective: ObjectiveOptions): RewardRule | null {
  switch (objective.name) {
    case 'dpo':
      return {
        scale: objective.beta,
        symbol: 'β',
        perToken: objective.variant === 'length-normalised',
        fromReference: true,
      }
    case 'ipo':
      return { scale: objective.beta, symbol: 'β', perToken: objective.lengthNormalised, fromReference: true }
    case 'simpo':
      return { scale: objective.beta, symbol: 'β', perToken: objective.lengthNormalised, fromReference: false }
    case 'orpo':
      return { scale: objective.lambda, symbol: 'λ', perToken: true, fromReference: false }
    case 'sft':
      return null
  }
}

/** A sum of log-probs, or of differences of them, in the units of the reward. */
export const rewarded = ({ scale, perToken }: RewardRule, nats: number, tokens: number): number =>
  (scale * nats) / (perToken ? tokens : 1)

/** What of a margin each side brought: chosen by becoming likelier, rejected by becoming less likely. */
export interface Contributions {
  chosen: number
  rejected: number
  /** Their sum: the margin, where the comparison is with its reference; else what it gained. */
  margin: number
}

export function contributions(rule: RewardRule, sums: PairSums): Contributions {
  const chosen = rewarded(rule, sums.chosen.difference, sums.chosen.tokens)
  const rejected = -rewarded(rule, sums.rejected.difference, sums.rejected.tokens)
  return { chosen, rejected, margin: chosen + rejected }
}

/** Share of the differences that may lie beyond the scale's ends: a few large ones would leave the others pale. */
const BEYOND = 0.1
const NICE = [1, 2, 5, 10]

/**
 * The end of the colour scale, in nats: round, and large enough for nearly all tokens of all these moments, so that one
 * scale serves the whole run. Single tokens beyond it take the colour of its end.
 */
export function colourLimit(moments: readonly TokensEvent[], against: (moment: TokensEvent) => TokensEvent | null) {
  const sizes: number[] = []
  for (const moment of moments) {
    const other = against(moment)
    if (!other) continue
    moment.pairs.forEach((pair, i) => {
      for (const side of SIDES)
        pair[side].forEach((value, j) => {
          const size = Math.abs(value - (other.pairs[i]?.[side][j] ?? Number.NaN))
          // Tokens that hardly move, most of grammar, say nothing of how far the others go.
          if (size > 0.01) sizes.push(size)
        })
    })
  }
  if (sizes.length === 0) return 1
  sizes.sort((a, b) => a - b)
  const wanted = sizes[Math.floor((1 - BEYOND) * (sizes.length - 1))]!
  const power = 10 ** Math.floor(Math.log10(wanted))
  return Number(((NICE.find((nice) => nice * power >= wanted * (1 - 1e-9)) ?? 10) * power).toPrecision(1))
}
