/** @file Simple Preference Optimization (Meng et al. 2024, eq. 6): no reference, log-prob per token, target margin γ. */
import { type SimpoOptions, simpoGamma } from '../../protocol/objectives'
import type { Operand, Scalars } from '../ops/scalars'
import { hingeLoss, logisticLoss, smoothedTilt } from './margin-losses'
import type { Pair, PreferenceTerm } from './objective'

/** z = β log π(y_w)/|y_w| − β log π(y_l)/|y_l| − γ. Rewards leave γ out, so their margin has γ as its target line. */
export function simpo(options: SimpoOptions): PreferenceTerm {
  const { beta, variant, lengthNormalised, labelSmoothing } = options
  return {
    name: 'simpo',
    needsReference: false,
    evaluate<S>(m: Scalars<S>, { chosen, rejected, lengthChosen, lengthRejected }: Pair<S>) {
      // d reward / d sum log-prob.
      const rate = (length: S): Operand<S> => (lengthNormalised ? m.div(beta, length) : beta)
      const rateChosen = rate(lengthChosen)
      const rateRejected = rate(lengthRejected)
      const rewardChosen = m.mul(rateChosen, chosen)
      const rewardRejected = m.mul(rateRejected, rejected)
      const z = m.sub(m.sub(rewardChosen, rewardRejected), simpoGamma(options))
      const { loss, slope } = variant === 'hinge' ? hingeLoss(m, z) : logisticLoss(m, z, smoothedTilt(labelSmoothing))
      return {
        loss,
        gradChosen: m.mul(slope, rateChosen),
        gradRejected: m.neg(m.mul(slope, rateRejected)),
        rewardChosen,
        rewardRejected,
      }
    },
    lossAtReference: () => null,
  }
}
