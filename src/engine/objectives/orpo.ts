/** @file Odds Ratio Preference Optimization (Hong et al. 2024, eq. 6 and 7): likelihood of chosen plus an odds ratio. */
import type { OrpoOptions } from '../../protocol/objectives'
import type { Scalars } from '../ops/scalars'
import { logisticLoss } from './margin-losses'
import type { Pair, PreferenceTerm } from './objective'
import { oneMinusExp } from './stable-log'

/** A completion of probability one has no odds; this keeps log-probs per token below 0, in nats. */
const CERTAIN = -1e-6

/**
 * −a_w − λ log σ(log odds_w − log odds_l), with a = log π(y)/|y|, p = eᵃ and log odds = a − log(1 − p). Rewards are
 * λ a, as in the authors' code.
 */
export function orpo({ lambda }: OrpoOptions): PreferenceTerm {
  return {
    name: 'orpo',
    needsReference: false,
    evaluate<S>(m: Scalars<S>, { chosen, rejected, lengthChosen, lengthRejected }: Pair<S>) {
      const averageChosen = m.div(chosen, lengthChosen)
      const averageRejected = m.div(rejected, lengthRejected)
      const oddsChosen = logOdds(m, averageChosen)
      const oddsRejected = logOdds(m, averageRejected)
      const { loss, slope } = logisticLoss(m, m.sub(oddsChosen.value, oddsRejected.value), 0)
      const scaled = m.mul(slope, lambda)
      return {
        loss: m.sub(m.mul(loss, lambda), averageChosen),
        gradChosen: m.div(m.sub(m.mul(scaled, oddsChosen.slope), 1), lengthChosen),
        gradRejected: m.div(m.neg(m.mul(scaled, oddsRejected.slope)), lengthRejected),
        rewardChosen: m.mul(averageChosen, lambda),
        rewardRejected: m.mul(averageRejected, lambda),
      }
    },
    lossAtReference: () => null,
  }
}

/** log(p / (1 − p)) from a = log p, and its derivative by a, 1 / (1 − p). */
function logOdds<S>(m: Scalars<S>, average: S): { value: S; slope: S } {
  const a = m.min(average, CERTAIN)
  const complement = oneMinusExp(m, m.neg(a))
  return { value: m.sub(a, m.log(complement)), slope: m.div(1, complement) }
}
