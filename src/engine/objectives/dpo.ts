/** @file Direct Preference Optimization (Rafailov et al. 2023, eq. 7) and its variants. */
import type { DpoOptions } from '../../protocol/objectives'
import type { Operand, Scalars } from '../ops/scalars'
import { hingeLoss, logisticLoss, robustTilt, smoothedTilt } from './margin-losses'
import type { Pair, PreferenceTerm } from './objective'

/**
 * The reward is β (log π − log π_ref), with the variant `length-normalised` (Tülu 3, eq. 6) divided by |y|; the loss
 * is a function of z, the reward of chosen minus the reward of rejected.
 */
export function dpo(options: DpoOptions): PreferenceTerm {
  const { beta, variant, labelSmoothing } = options
  const tilt = variant === 'robust' ? robustTilt(labelSmoothing) : smoothedTilt(labelSmoothing)
  return {
    name: 'dpo',
    needsReference: true,
    evaluate<S>(m: Scalars<S>, { chosen, rejected, refChosen, refRejected, lengthChosen, lengthRejected }: Pair<S>) {
      // d reward / d sum log-prob.
      const rate = (length: S): Operand<S> => (variant === 'length-normalised' ? m.div(beta, length) : beta)
      const rateChosen = rate(lengthChosen)
      const rateRejected = rate(lengthRejected)
      const rewardChosen = m.mul(rateChosen, m.sub(chosen, refChosen))
      const rewardRejected = m.mul(rateRejected, m.sub(rejected, refRejected))
      const z = m.sub(rewardChosen, rewardRejected)
      const { loss, slope } = variant === 'hinge' ? hingeLoss(m, z) : logisticLoss(m, z, tilt)
      return {
        loss,
        gradChosen: m.mul(slope, rateChosen),
        gradRejected: m.neg(m.mul(slope, rateRejected)),
        rewardChosen,
        rewardRejected,
      }
    },
    lossAtReference: () => (variant === 'hinge' ? 1 : Math.LN2),
  }
}
