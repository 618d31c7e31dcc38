/** @file What the sums of a pair say, in a sentence. */
import { words } from '../../i18n/words'
import { decimalsFor, fixed, signed } from './numbers'
import type { Contributions } from './token-sums'

/** Float noise of what has not moved. */
const STILL = 1e-6

/** @param whole The contributions make the whole margin, not only what it gained. */
export function marginReading({ chosen, rejected, margin }: Contributions, whole: boolean): string {
  const { shares } = words.inside.tokens
  if (Math.abs(chosen) < STILL && Math.abs(rejected) < STILL) return shares.none
  const digits = decimalsFor([chosen, rejected])
  const what = whole ? shares.margin(signed(margin, digits)) : shares.gained(signed(margin, digits))
  const size = (value: number) => fixed(Math.abs(value), digits)
  if (chosen >= 0 && rejected >= 0) {
    const share = Math.round((100 * chosen) / margin)
    return shares.both(what, `${size(chosen)} (${share}%)`, `${size(rejected)} (${100 - share}%)`)
  }
  if (rejected >= 0) return shares.rejectedOnly(what, size(rejected), size(chosen))
  if (chosen >= 0) return shares.chosenOnly(what, size(chosen), size(rejected))
  return shares.worse(what, signed(chosen, digits), signed(rejected, digits))
}
