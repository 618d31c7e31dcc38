/** @file What lessons are made of as plain data: their names, and the figures that were measured for them. */
import type { EvalMetrics } from './metrics'
import type { Contingency } from './train-events'

/** In the order in which they are read. */
export const LESSON_IDS = [
  'chosen-falls',
  'beta',
  'length-normalisation',
  'gamma',
  'reward-likelihood',
  'reference',
  'label-noise',
  'over-optimisation',
] as const

export type LessonId = (typeof LESSON_IDS)[number]

export const isLessonId = (value: unknown): value is LessonId => (LESSON_IDS as readonly unknown[]).includes(value)

/** One evaluation of one run. */
export interface LessonPoint {
  step: number
  metrics: EvalMetrics
  contingency: Contingency | null
}

/** The runs of one setting, which differ in their seed alone. */
export interface LessonArm {
  /** Names the arm in tables, and its recording. */
  file: string
  runs: { seed: number; points: LessonPoint[] }[]
}

/** `lessons/NAME.json`: what an experiment wrote. */
export interface LessonResults {
  name: string
  arms: LessonArm[]
}

/** `runs/NAME.json`: a comparison of tuned arms, with the last evaluation of each run. */
export interface ComparisonResults {
  name: string
  results: { name: string; runs: { seed: number; metrics: EvalMetrics }[] }[]
}
