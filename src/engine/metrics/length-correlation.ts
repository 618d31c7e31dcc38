/** @file Does the likelihood per token go with length? SimPO's section 4.2 and figure 2a (Meng et al. 2024). */
import { sampleRankCorrelation } from 'simple-statistics'
import type { PairFigures } from '../../protocol/train-events'

/** Spearman's ρ, ties averaged. Null when it is undefined: fewer than two values, or either side constant. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  if (x.length < 2) return null
  const rho = sampleRankCorrelation([...x], [...y])
  return Number.isNaN(rho) ? null : rho
}

type SideFigures = Omit<PairFigures, 'margins'>

/** ρ of log-prob per token with length over all completions, chosen and rejected pooled. Leave cut pairs out. */
export function spearmanPooled(pairs: SideFigures): number | null {
  return spearman(
    [...pairs.logpsAvgChosen, ...pairs.logpsAvgRejected],
    [...pairs.lengthsChosen, ...pairs.lengthsRejected],
  )
}

/**
 * Mean of ρ within chosen and ρ within rejected: pooled ρ also rises when chosen is both likelier and longer, which is
 * the preference and not a length bias. Null when either is undefined.
 */
export function spearmanWithin(pairs: SideFigures): number | null {
  const chosen = spearman(pairs.logpsAvgChosen, pairs.lengthsChosen)
  const rejected = spearman(pairs.logpsAvgRejected, pairs.lengthsRejected)
  return chosen === null || rejected === null ? null : (chosen + rejected) / 2
}

/** ρ of the reward margin with |y_w| − |y_l|; null for an objective without rewards. */
export function spearmanMarginVsGap({ margins, lengthsChosen, lengthsRejected }: PairFigures): number | null {
  if (margins.length === 0) return null
  return spearman(
    margins,
    lengthsChosen.map((length, i) => length - lengthsRejected[i]!),
  )
}

/** The figures of the pairs that no cut has touched: a cut completion has neither its own length nor its own end. */
export function withoutCut(pairs: PairFigures, isCut: readonly boolean[]): PairFigures {
  const keep = (values: number[]) => values.filter((_, i) => !isCut[i])
  return {
    margins: keep(pairs.margins),
    logpsAvgChosen: keep(pairs.logpsAvgChosen),
    logpsAvgRejected: keep(pairs.logpsAvgRejected),
    lengthsChosen: keep(pairs.lengthsChosen),
    lengthsRejected: keep(pairs.lengthsRejected),
  }
}
