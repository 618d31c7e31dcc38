/** @file What the batch on the curve says, in a sentence; and each pair's share of the pull. */
import { formatShare } from '../../components/format'
import { formatRough } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import type { ObjectiveCurve } from './objective-curve'

/** Float noise of a margin that is zero. */
const AT_ZERO = 1e-4

/** Each pair's part of the sum of weights; zeros where none pulls. */
export function sharesOf(curve: ObjectiveCurve, xs: readonly number[]): number[] {
  const weights = xs.map((x) => Math.abs(curve.at(x).slope))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (total > 0 ? weight / total : 0))
}

export function objectiveReading(curve: ObjectiveCurve, xs: readonly number[]): string {
  const { read } = words.inside.objective
  if (xs.length === 0) return read.noPairs
  if (curve.x !== 'odds' && xs.every((x) => Math.abs(x) < AT_ZERO)) return read.atZero(xs.length)
  const shares = sharesOf(curve, xs)
  if (shares.every((share) => share === 0)) return read.silent
  const among = (test: (x: number) => boolean) => {
    const places = xs.map((_, i) => i).filter((i) => test(xs[i]!))
    return { count: places.length, share: formatShare(places.reduce((sum, i) => sum + shares[i]!, 0)) }
  }
  const left = among((x) => x < 0)
  const sentences: string[] = [read.left(left.count, xs.length, left.share)]
  const { aim } = curve
  if (aim?.kind === 'gamma') {
    const short = among((x) => x < aim.x)
    sentences.push(read.short(short.count, short.share))
  } else if (aim?.kind === 'hinge') sentences.push(read.done(among((x) => x >= aim.x).count))
  else if (aim) sentences.push(read.beyond(among((x) => x > aim.x).count))
  const weights = xs.map((x) => Math.abs(curve.at(x).slope))
  sentences.push(read.mean(formatRough(weights.reduce((sum, weight) => sum + weight, 0) / weights.length)))
  return sentences.join(' ')
}
