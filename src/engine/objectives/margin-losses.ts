/** @file Losses of a scaled margin z, shared by DPO and SimPO: the chosen side should be ahead, z above 0. */
import type { Scalars } from '../ops/scalars'
import { softplus } from './stable-log'

/** Loss of a pair, and its derivative by z. */
export interface MarginLoss<S> {
  loss: S
  slope: S
}

/**
 * −log σ(z) + tilt · z. Both ways of allowing for wrong labels with share ε have this form, because
 * log σ(−z) = log σ(z) − z: see `smoothedTilt` and `robustTilt`.
 */
export function logisticLoss<S>(m: Scalars<S>, z: S, tilt: number): MarginLoss<S> {
  const { value, slope } = softplus(m, m.neg(z))
  if (tilt === 0) return { loss: value, slope: m.neg(slope) }
  return { loss: m.add(value, m.mul(z, tilt)), slope: m.sub(tilt, slope) }
}

/** −(1−ε) log σ(z) − ε log σ(−z), "conservative" (Mitchell 2023, "A note on DPO with noisy preferences"). */
export const smoothedTilt = (epsilon: number): number => epsilon

/** [−(1−ε) log σ(z) + ε log σ(−z)] / (1−2ε), unbiased under noise (Chowdhury et al. 2024, eq. 12); may be negative. */
export const robustTilt = (epsilon: number): number => -epsilon / (1 - 2 * epsilon)

/** max(0, 1 − z): SLiC (Zhao et al. 2023). The derivative on the kink is 0, as in PyTorch. */
export function hingeLoss<S>(m: Scalars<S>, z: S): MarginLoss<S> {
  const shortfall = m.sub(1, z)
  return { loss: m.max(shortfall, 0), slope: m.ifGreater(shortfall, 0, -1, 0) }
}
