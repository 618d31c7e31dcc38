/** @file What each main plot says now, in a sentence: pure functions of a run's summary. */
import { formatFigure, formatRough } from '../../components/plot/number-format'
import type { Summary } from './summary'

const share = (value: number): string => formatFigure(value, 'share')
const known = Number.isFinite

export function marginReading(s: Summary): string {
  if (s.step === 0) return s.evaluatedAt === null ? '' : 'Before the first step, no margin has been learnt.'
  if (s.objective === 'sft') return 'SFT has no rewards: it raises the chosen completions and compares nothing.'
  if (!known(s.margin)) return `Step ${s.step}: this stage has no rewards yet.`
  const stage = s.stages > 1 ? `Stage ${s.stage} of ${s.stages}: margin` : 'Margin'
  const since =
    s.stages > 1 && known(s.cumulativeMargin)
      ? `, ${formatRough(s.cumulativeMargin)} against the base`
      : s.gamma !== null
        ? `, target γ ${formatRough(s.gamma)}`
        : ''
  const right = known(s.accuracy)
    ? `; chosen has the larger reward in ${share(s.accuracy)} of the last ${s.pairs} pairs.`
    : '.'
  return `${stage} ${formatRough(s.margin)} after ${s.step} steps${since}${right}`
}

export function logProbReading(s: Summary): string {
  if (s.step === 0) return s.evaluatedAt === null ? '' : 'These are the base model’s log-probs.'
  const { chosenDelta: chosen, rejectedDelta: rejected } = s
  if (!known(chosen) || !known(rejected)) return `Step ${s.step}: the change since the base is not known.`
  const moved = `Since the base, chosen ${change(chosen)} and rejected ${change(rejected)}`
  const gap = chosen - rejected
  if (Math.abs(gap) < 0.5) return `${moved}: the gap has hardly changed.`
  if (gap < 0) return `${moved}: the gap has turned against the chosen.`
  if (chosen > 0 && rejected < 0) return `${moved}: the gap grows from both sides.`
  if (chosen <= 0) return `${moved}: the gap grows because rejected falls faster.`
  return `${moved}: the gap grows because chosen rises faster.`
}

function change(nats: number): string {
  if (Math.abs(nats) < 0.05) return 'stayed'
  return `${nats > 0 ? 'rose' : 'fell'} by ${formatRough(Math.abs(nats))} nats`
}

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
        ? 'log-prob follows length more than in the base'
        : 'log-prob follows length less than in the base'
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
  const parts = [
    known(s.accuracy) ? `${share(s.accuracy)} of the last ${s.pairs} training pairs ranked rightly` : '',
    known(s.heldAccuracy) ? `${share(s.heldAccuracy)} of the held-out ones` : '',
  ].filter(Boolean)
  const ranked = parts.join(', ')
  const judged = known(s.winRate) ? `win rate before the judge ${share(s.winRate)}` : ''
  const sentence = [ranked, judged].filter(Boolean).join('; ')
  return sentence ? `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.` : `Step ${s.step}: nothing to rank.`
}
