/** @file What samples tell: did the judged quality rise, and did it rise by length, loops or never ending? */
import type { EvalMetrics } from '../../protocol/metrics'
import type { Sample } from '../../protocol/train-events'
import { mean } from './mean'

/** Token ids, when they are known, count repetition; else the words of the text do. */
type CountedSample = Sample & { ids?: readonly number[] }

/** The same prompts under the same seeds. Every figure is null without samples, scores without a judge. */
export function sampleMetrics(samples: readonly { base: CountedSample; policy: CountedSample }[]): EvalMetrics {
  const policy = samples.map((sample) => sample.policy)
  const base = samples.map((sample) => sample.base)
  return {
    eval_win_rate: winRate(samples),
    'eval_judge/policy': meanScore(policy),
    'eval_judge/base': meanScore(base),
    'eval_samples/length': mean(policy.map((sample) => sample.tokens)),
    'eval_samples/length_base': mean(base.map((sample) => sample.tokens)),
    'eval_samples/eos_rate': mean(policy.map((sample) => Number(sample.ended))),
    'eval_samples/eos_rate_base': mean(base.map((sample) => Number(sample.ended))),
    'eval_samples/repetition': mean(policy.map(repetition)),
    'eval_samples/repetition_base': mean(base.map(repetition)),
  }
}

/** Share of prompts where the policy's score is above the base's; a tie counts one half. */
export function winRate(samples: readonly { base: Sample; policy: Sample }[]): number | null {
  const judged = samples.filter(({ base, policy }) => base.score !== null && policy.score !== null)
  return mean(judged.map(({ base, policy }) => (Math.sign(policy.score! - base.score!) + 1) / 2))
}

/** Share of 4-grams that have occurred before in the same sequence: 0 is none, near 1 a loop. */
export function repeatedFourGrams(items: readonly (number | string)[]): number {
  const total = items.length - 3
  if (total < 1) return 0
  const distinct = new Set(Array.from({ length: total }, (_, i) => items.slice(i, i + 4).join('\u0000')))
  return 1 - distinct.size / total
}

const repetition = ({ ids, text }: CountedSample): number =>
  // Words and single signs: a run of exclamation marks is a loop, too.
  repeatedFourGrams(ids ?? text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [])

function meanScore(samples: readonly Sample[]): number | null {
  return mean(samples.flatMap(({ score }) => (score === null ? [] : [score])))
}
