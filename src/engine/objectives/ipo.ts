/** @file Identity Preference Optimization (Azar et al. 2023, eq. 17): the margin is drawn to 1/(2β), not to infinity. */
import type { IpoOptions } from '../../protocol/objectives'
import type { Scalars } from '../ops/scalars'
import type { Pair, PreferenceTerm } from './objective'

/** (h_w − h_l − 1/(2β))², h = log π − log π_ref, per token or summed. Rewards are β h. */
export function ipo({ beta, lengthNormalised }: IpoOptions): PreferenceTerm {
  return {
    name: 'ipo',
    needsReference: true,
    evaluate<S>(m: Scalars<S>, { chosen, rejected, refChosen, refRejected, lengthChosen, lengthRejected }: Pair<S>) {
      const perToken = (x: S, length: S): S => (lengthNormalised ? m.div(x, length) : x)
      const hChosen = perToken(m.sub(chosen, refChosen), lengthChosen)
      const hRejected = perToken(m.sub(rejected, refRejected), lengthRejected)
      const distance = m.sub(m.sub(hChosen, hRejected), 1 / (2 * beta))
      const slope = m.mul(distance, 2)
      return {
        loss: m.mul(distance, distance),
        gradChosen: perToken(slope, lengthChosen),
        gradRejected: perToken(m.neg(slope), lengthRejected),
        rewardChosen: m.mul(hChosen, beta),
        rewardRejected: m.mul(hRejected, beta),
      }
    },
    lossAtReference: () => 1 / (4 * beta * beta),
  }
}
