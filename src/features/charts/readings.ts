/** @file What each main plot says now, in a sentence: pure functions of a run's summary. */
import { formatFigure, formatRough } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import { heldOutSince, type Summary } from './summary'

const share = (value: number): string => formatFigure(value, 'share')
const known = Number.isFinite

export function marginReading(s: Summary): string {
  const text = words.readings.margin
  if (s.step === 0) return s.evaluatedAt === null ? '' : text.before
  if (s.objective === 'sft') return text.sft
  if (!known(s.margin)) return text.none(s.step)
  const margin = formatRough(s.margin)
  const right = share(s.accuracy)
  if (s.stages > 1 && known(s.cumulativeMargin) && heldOutSince(s)) {
    return text.staged(margin, s.step, formatRough(s.cumulativeMargin), right, s.pairs)
  }
  if (s.gamma !== null) return text.target(margin, formatRough(s.gamma), s.step, right, s.pairs)
  return text.plain(margin, s.step, right, s.pairs)
}

export function logProbReading(s: Summary): string {
  const text = words.readings.logProb
  if (s.step === 0) return s.evaluatedAt === null ? '' : text.before
  const { chosenDelta: chosen, rejectedDelta: rejected } = s
  if (!known(chosen) || !known(rejected)) return text.unknown(s.step)
  return text.change(change(chosen), change(rejected), whyGap(chosen, rejected))
}

function whyGap(chosen: number, rejected: number): string {
  const text = words.readings.logProb
  const gap = chosen - rejected
  if (Math.abs(gap) < 0.5) return text.still
  if (gap < 0) return text.against
  if (chosen > 0 && rejected < 0) return text.both
  return chosen <= 0 ? text.falls : text.rises
}

const change = (nats: number): string => `${nats > 0 ? '+' : ''}${formatRough(Math.abs(nats) < 0.005 ? 0 : nats)}`

export function lengthReading(s: Summary): string {
  const text = words.readings.length
  if (s.evaluatedAt === null) return ''
  const { rhoWithin: now, rhoBase: base } = s
  if (!known(now)) return text.undefined
  if (!known(base)) return text.alone(formatRough(now), strength(now))
  const difference = now - base
  const than = Math.abs(difference) < 0.05 ? text.same : difference > 0 ? text.more : text.less
  return text.compared(formatRough(now), formatRough(base), than)
}

function strength(rho: number): string {
  const text = words.readings.length
  const size = Math.abs(rho)
  if (size < 0.1) return text.none
  const longer = rho > 0 ? text.longer : text.shorter
  return size < 0.4 ? text.weakly(longer) : longer
}

export function accuracyReading(s: Summary): string {
  const text = words.readings.accuracy
  if (s.step === 0) return s.evaluatedAt === null ? '' : text.before
  const ranked = [
    known(s.accuracy) ? text.recent(share(s.accuracy), s.pairs) : '',
    known(s.heldAccuracy) && heldOutSince(s) ? text.heldOut(share(s.heldAccuracy)) : '',
  ].filter(Boolean)
  const judged = known(s.winRate) && heldOutSince(s) ? text.judged(share(s.winRate)) : ''
  const sentence = [ranked.join(', '), judged].filter(Boolean).join('; ')
  return sentence ? `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.` : text.none(s.step)
}
