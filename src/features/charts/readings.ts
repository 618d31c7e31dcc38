/** @file What each main plot says now, in a sentence: pure functions of a run's summary. */
import { formatFigure, formatRough } from '../../components/plot/number-format'
import type { Summary } from './summary'

const share = (value: number): string => formatFigure(value, 'share')
const known = Number.isFinite

export function marginReading(s: Summary): string {
  if (s.step === 0) return s.evaluatedAt === null ? '' : 'Before the first step, no margin has been learnt.'
  if (s.objective === 'sft') return 'SFT has no rewards: it raises the chosen completions and compares nothing.'
  if (!known(s.margin)) return `Step ${s.step}: this stage has no rewards yet.`
  const margin = `Margin ${formatRough(s.margin)}`
  const right = `in ${share(s.accuracy)} of the last ${s.pairs} pairs.`
  if (s.stages > 1 && known(s.cumulativeMargin)) {
    return `${margin} after ${s.step} steps, ${formatRough(s.cumulativeMargin)} since the base; chosen ahead ${right}`
  }
  if (s.gamma !== null) return `${margin} of γ ${formatRough(s.gamma)} after ${s.step} steps; chosen ahead ${right}`
  return `${margin} after ${s.step} steps; chosen has the larger reward ${right}`
}

export function logProbReading(s: Summary): string {
  if (s.step === 0) return s.evaluatedAt === null ? '' : 'These are the base model’s log-probs.'
  const { chosenDelta: chosen, rejectedDelta: rejected } = s
  if (!known(chosen) || !known(rejected)) return `Step ${s.step}: the change since the base is not known.`
  return `Since the base: chosen ${change(chosen)}, rejected ${change(rejected)} nats. ${whyGap(chosen, rejected)}`
}

function whyGap(chosen: number, rejected: number): string {
  const gap = chosen - rejected
  if (Math.abs(gap) < 0.5) return 'The gap has hardly changed.'
  if (gap < 0) return 'The gap turns against the chosen.'
  if (chosen > 0 && rejected < 0) return 'The gap grows from both sides.'
  return chosen <= 0 ? 'The gap grows: rejected falls faster.' : 'The gap grows: chosen rises faster.'
}

const change = (nats: number): string => `${nats > 0 ? '+' : ''}${formatRough(Math.abs(nats) < 0.005 ? 0 : nats)}`

export function lengthReading(s: Summary): string {
  if (s.evaluatedAt === null) return ''
  const { rhoWithin: now, rhoBase: base } = s
  if (!known(now)) return 'ρ is n/a: all held-out lengths, or all log-probs per token, are equal.'
  if (!known(base)) return `ρ ${formatRough(now)} within chosen and within rejected: ${strength(now)}.`
  const difference = now - base
  const than =
    Math.abs(difference) < 0.05
      ? 'about as for the base'
      : difference > 0
        ? 'length counts more than in the base'
        : 'length counts less than in the base'
  return `ρ ${formatRough(now)} within sides, base ${formatRough(base)}: ${than}.`
}

function strength(rho: number): string {
  const size = Math.abs(rho)
  if (size < 0.1) return 'log-prob per token does not follow length'
  const longer = rho > 0 ? 'longer completions are likelier per token' : 'longer completions are less likely per token'
  return size < 0.4 ? `${longer}, weakly` : longer
}

export function accuracyReading(s: Summary): string {
  if (s.step === 0) return s.evaluatedAt === null ? '' : 'Before the first step, policy and base are the same.'
  const ranked = [
    known(s.accuracy) ? `right in ${share(s.accuracy)} of the last ${s.pairs} pairs` : '',
    known(s.heldAccuracy) ? `${share(s.heldAccuracy)} held out` : '',
  ].filter(Boolean)
  const judged = known(s.winRate) ? `the judge prefers the policy in ${share(s.winRate)}` : ''
  const sentence = [ranked.join(', '), judged].filter(Boolean).join('; ')
  return sentence ? `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.` : `Step ${s.step}: nothing to rank.`
}
