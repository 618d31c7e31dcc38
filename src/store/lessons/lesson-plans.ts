/** @file What each lesson shows, step by step: recordings, view, and what is pointed at. Its words lie in the dictionary. */
import type { LessonId } from '../../protocol/lesson'
import type { MetricKey } from '../../protocol/metrics'
import type { FieldPath } from '../fields'
import type { Part } from '../plots/inside-view'
import type { LogProbForm } from '../plots/plot-view'
import type { View } from '../ui-store'

/** A plot of the page that a step can point at. */
export type PlotName =
  | 'margin'
  | 'logProb'
  | 'length'
  | 'accuracy'
  | 'kl'
  | 'judge'
  | 'sampleLength'
  | 'gap'
  | 'contingency'

/** What the page shows with one step. Arms are named as in the results. */
export interface Scene {
  /** Drawn strong, with its samples and settings. */
  shown: string
  /** Drawn behind it. */
  behind: readonly string[]
  view: View
  /** Framed on the page. */
  plot: PlotName | null
  /** The line that stands out. */
  line: MetricKey | null
  /** How log-probs are drawn; absent where it does not matter. */
  form?: LogProbForm
  /** What is looked at inside of the run. */
  part?: Part
  /** The moment of the run that the step speaks of; absent is its end. */
  step?: number
}

/** Runs that differ in one thing, where a lesson was measured more than once. */
export interface ArmGroup {
  /** Its title in the dictionary. */
  id: 'gentle' | 'fast'
  arms: readonly string[]
}

export interface LessonPlan {
  /** Files of what was measured. */
  results: readonly string[]
  /** All of its runs, in the order of its table; the place is the colour. */
  arms: readonly string[]
  /** The same runs, group by group; absent where they are one. */
  groups?: readonly ArmGroup[]
  scenes: readonly Scene[]
  /** The arm whose settings "Try it live" takes. */
  live: string
  /** Settings to play with, inside the lesson. */
  fields: readonly FieldPath[]
}

export const BETAS = ['beta-0.1', 'beta-0.3', 'beta-1', 'beta-3', 'beta-10']
export const GAMMAS = ['gamma-0', 'gamma-0.3', 'gamma-0.8', 'gamma-1.6', 'gamma-3.2']
export const FAST_GAMMAS = ['gamma-fast-0', 'gamma-fast-0.3', 'gamma-fast-0.8', 'gamma-fast-1.6', 'gamma-fast-3.2']
const LENGTHS = ['length-simpo', 'length-dpo', 'length-no-length-normalisation']

const scene = (shown: string, behind: readonly string[], plot: PlotName, more: Partial<Scene> = {}): Scene => ({
  shown,
  behind,
  plot,
  view: 'plots',
  line: null,
  ...more,
})

/** The tokens of a run, at one of its moments. */
const tokens = (shown: string, step: number): Scene => ({
  shown,
  behind: [],
  plot: null,
  view: 'inside',
  part: 'tokens',
  line: null,
  step,
})

export const LESSON_PLANS: Record<LessonId, LessonPlan> = {
  'chosen-falls': {
    results: ['lessons/chosen-falls.json'],
    arms: ['falls-dpo', 'falls-sft', 'falls-beta'],
    scenes: [
      scene('falls-dpo', [], 'margin'),
      scene('falls-dpo', [], 'logProb', { form: 'change' }),
      tokens('falls-dpo', 20),
      scene('falls-sft', ['falls-dpo'], 'logProb', { line: 'logps_delta/chosen', form: 'change' }),
      scene('falls-beta', ['falls-dpo', 'falls-sft'], 'logProb', { line: 'logps_delta/chosen', form: 'change' }),
    ],
    live: 'falls-dpo',
    fields: ['objective.sftWeight', 'objective.beta', 'optimizer.learningRate'],
  },
  beta: {
    results: ['lessons/beta.json'],
    arms: BETAS,
    scenes: [
      scene('beta-1', [], 'margin'),
      scene('beta-0.1', ['beta-1'], 'kl'),
      scene('beta-10', ['beta-0.1', 'beta-1'], 'kl'),
      scene('beta-1', ['beta-0.1', 'beta-0.3', 'beta-3', 'beta-10'], 'judge'),
    ],
    live: 'beta-1',
    fields: ['objective.beta'],
  },
  'length-normalisation': {
    results: ['runs/length.json'],
    arms: LENGTHS,
    scenes: [
      scene('length-no-length-normalisation', [], 'gap'),
      scene('length-simpo', ['length-no-length-normalisation'], 'gap'),
      scene('length-dpo', ['length-simpo', 'length-no-length-normalisation'], 'length', {
        line: 'eval_length/spearman_within',
      }),
      scene('length-simpo', ['length-no-length-normalisation', 'length-dpo'], 'sampleLength'),
    ],
    live: 'length-simpo',
    fields: ['objective.beta', 'objective.gammaBetaRatio'],
  },
  gamma: {
    results: ['lessons/gamma.json', 'lessons/gamma-fast.json'],
    arms: [...GAMMAS, ...FAST_GAMMAS],
    groups: [
      { id: 'gentle', arms: GAMMAS },
      { id: 'fast', arms: FAST_GAMMAS },
    ],
    scenes: [
      scene('gamma-fast-1.6', [], 'margin'),
      scene('gamma-3.2', ['gamma-0', 'gamma-0.8'], 'margin'),
      scene('gamma-fast-0', ['gamma-fast-0.8', 'gamma-fast-3.2'], 'accuracy', { line: 'rewards/accuracies' }),
      scene('gamma-fast-3.2', ['gamma-fast-0', 'gamma-fast-0.8'], 'logProb', {
        line: 'logps_avg/chosen',
        form: 'token',
      }),
      scene('gamma-fast-0', ['gamma-fast-0.3', 'gamma-fast-0.8', 'gamma-fast-1.6', 'gamma-fast-3.2'], 'judge'),
    ],
    live: 'gamma-fast-3.2',
    fields: ['objective.gammaBetaRatio', 'optimizer.learningRate'],
  },
  'reward-likelihood': {
    results: ['lessons/reward-likelihood.json', 'lessons/beta.json', 'lessons/gamma.json'],
    arms: [...LENGTHS, 'beta-1', 'gamma-0.3'],
    scenes: [
      scene('length-dpo', [], 'contingency'),
      scene('length-simpo', [], 'contingency'),
      scene('length-no-length-normalisation', [], 'contingency'),
      scene('beta-1', [], 'contingency'),
    ],
    live: 'length-dpo',
    fields: ['objective.beta'],
  },
  reference: {
    results: ['runs/stages.json'],
    arms: ['stages-dpo', 'stages-sdpo', 'stages-same-order-fixed-reference', 'stages-sdpo-random-chunks'],
    scenes: [
      scene('stages-dpo', [], 'margin'),
      scene('stages-sdpo', [], 'margin'),
      scene('stages-same-order-fixed-reference', ['stages-sdpo'], 'judge'),
      scene('stages-sdpo', ['stages-dpo', 'stages-same-order-fixed-reference', 'stages-sdpo-random-chunks'], 'judge'),
    ],
    live: 'stages-sdpo',
    fields: ['objective.beta', 'optimizer.learningRate'],
  },
  'label-noise': {
    results: ['lessons/noise.json'],
    arms: ['noise-none', 'noise-dpo', 'noise-smoothed', 'noise-robust'],
    scenes: [
      scene('noise-none', [], 'accuracy'),
      scene('noise-dpo', ['noise-none'], 'accuracy'),
      scene('noise-smoothed', ['noise-dpo', 'noise-none'], 'margin'),
      scene('noise-robust', ['noise-smoothed', 'noise-dpo', 'noise-none'], 'judge'),
    ],
    live: 'noise-dpo',
    fields: ['data.labelNoise', 'objective.labelSmoothing'],
  },
  'over-optimisation': {
    results: ['lessons/beta.json', 'lessons/chosen-falls.json'],
    arms: ['beta-0.1', 'beta-0.3', 'beta-1', 'falls-dpo'],
    scenes: [
      scene('beta-0.1', [], 'margin'),
      scene('beta-0.1', [], 'accuracy', { line: 'eval_win_rate' }),
      scene('beta-0.1', ['beta-1'], 'kl'),
      scene('beta-1', ['beta-0.1', 'beta-0.3'], 'judge'),
    ],
    live: 'beta-0.1',
    fields: ['objective.beta', 'training.maxSteps'],
  },
}

/** The recording of an arm: its first seed. Comparisons recorded every seed, lessons one. */
export const recordingOf = (arm: string): string =>
  /^(length|stages)-/.test(arm) ? `${arm}-seed1.json` : `lesson-${arm}.json`
