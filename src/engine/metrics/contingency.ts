/** @file Does the reward order pairs as their likelihood does? SimPO's figure 4b (Meng et al. 2024). */
import type { Contingency, PairFigures } from '../../protocol/train-events'

type ContingencyFigures = Pick<PairFigures, 'margins' | 'logpsAvgChosen' | 'logpsAvgRejected'>

/**
 * Counts of [reward of chosen is larger] × [log-prob per token of chosen is larger]; a tie is not larger. Null for an
 * objective without rewards.
 */
export function contingency({ margins, logpsAvgChosen, logpsAvgRejected }: ContingencyFigures): Contingency | null {
  if (margins.length === 0) return null
  const counts: Contingency = { bothRight: 0, rewardRightOnly: 0, likelihoodRightOnly: 0, neitherRight: 0 }
  margins.forEach((margin, i) => {
    const reward = margin > 0
    const likelihood = logpsAvgChosen[i]! > logpsAvgRejected[i]!
    if (reward && likelihood) counts.bothRight += 1
    else if (reward) counts.rewardRightOnly += 1
    else if (likelihood) counts.likelihoodRightOnly += 1
    else counts.neitherRight += 1
  })
  return counts
}
