/** @file How runs are looked at, as a link says it: plots, list of runs, the moment inside of a run, the step of a lesson. */
import { type LinkEntry, type LinkNotice, numberFrom } from './link-config'

export const X_AXES = ['step', 'pairs', 'tokens', 'time'] as const
export const LOG_PROB_FORMS = ['sum', 'token', 'change'] as const
/** Weights of the moving average on offer; 0 is off. */
export const SMOOTHING_LEVELS = [0, 0.6, 0.8, 0.95] as const
/** What can be looked at inside of a run. */
export const INSIDE_PARTS = ['tokens', 'objective', 'spread'] as const

/** Null, everywhere: as the page begins, or as the step of the lesson has it. */
export interface LinkLook {
  axis: (typeof X_AXES)[number] | null
  smoothing: (typeof SMOOTHING_LEVELS)[number] | null
  form: (typeof LOG_PROB_FORMS)[number] | null
  /** Of runs whose units differ, only what means the same is compared. */
  alike: boolean
  /** Figures of the list of runs. */
  figure: string | null
  secondFigure: string | null
  part: (typeof INSIDE_PARTS)[number] | null
  /** The step of the run that is looked at; `last` where a lesson has another. */
  at: number | 'last' | null
  /** Place of the pair whose tokens are shown, from 1. */
  pair: number | null
  /** What tokens are compared with: `base`, or the file of a recording; otherwise the reference. */
  against: string | null
  /** From 1. */
  lessonStep: number | null
}

export const EMPTY_LOOK: LinkLook = {
  axis: null,
  smoothing: null,
  form: null,
  alike: false,
  figure: null,
  secondFigure: null,
  part: null,
  at: null,
  pair: null,
  against: null,
  lessonStep: null,
}

/** Of a recording beside the page, without a folder. */
export const RECORDING_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.json$/
/** Of a figure. */
const METRIC = /^[a-z0-9_]{1,40}(?:\/[a-z0-9_]{1,40})?$/i

export function lookEntries(look: LinkLook): LinkEntry[] {
  const values: [string, string | number | null][] = [
    ['lesson-step', look.lessonStep],
    ['axis', look.axis],
    ['smooth', look.smoothing],
    ['logprob', look.form],
    ['alike', look.alike ? 1 : null],
    ['figure', look.figure],
    ['figure2', look.secondFigure],
    ['part', look.part],
    ['at', look.at],
    ['pair', look.pair],
    ['against', look.against],
  ]
  return values.flatMap(([name, value]): LinkEntry[] => (value === null ? [] : [[name, String(value)]]))
}

type LookReader = (look: LinkLook, text: string, refuse: (asked: string) => void, notices: LinkNotice[]) => void

/** One word out of a few. */
const word =
  <T extends string>(all: readonly T[], take: (look: LinkLook, value: T) => void): LookReader =>
  (look, text, refuse) => {
    const value = all.find((one) => one === text)
    if (value === undefined) refuse(text)
    else take(look, value)
  }

const metric =
  (key: 'figure' | 'secondFigure'): LookReader =>
  (look, text, refuse) => {
    if (METRIC.test(text)) look[key] = text
    else refuse(text)
  }

const nearestLevel = (asked: number): (typeof SMOOTHING_LEVELS)[number] =>
  SMOOTHING_LEVELS.reduce((best, level) => (Math.abs(level - asked) < Math.abs(best - asked) ? level : best))

export const LOOK_READERS: Record<string, LookReader> = {
  'lesson-step': (look, text, _, notices) => {
    look.lessonStep = numberFrom('lesson-step', 'lesson-step', text, notices) ?? look.lessonStep
  },
  axis: word(X_AXES, (look, axis) => {
    look.axis = axis
  }),
  smooth: (look, text, refuse, notices) => {
    const asked = text.trim() === '' ? Number.NaN : Number(text)
    if (Number.isNaN(asked)) return refuse(text)
    const taken = nearestLevel(Math.min(1, Math.max(0, asked)))
    if (taken !== asked) notices.push({ kind: 'clamped', name: 'smooth', asked: text, taken: String(taken) })
    look.smoothing = taken
  },
  logprob: word(LOG_PROB_FORMS, (look, form) => {
    look.form = form
  }),
  alike: word(['0', '1'], (look, text) => {
    look.alike = text === '1'
  }),
  figure: metric('figure'),
  figure2: metric('secondFigure'),
  part: word(INSIDE_PARTS, (look, part) => {
    look.part = part
  }),
  at: (look, text, _, notices) => {
    look.at = text === 'last' ? 'last' : (numberFrom('at', 'at', text, notices) ?? look.at)
  },
  pair: (look, text, _, notices) => {
    look.pair = numberFrom('pair', 'pair', text, notices) ?? look.pair
  },
  against: (look, text, refuse) => {
    if (text === 'reference') look.against = null
    else if (text === 'base' || RECORDING_FILE.test(text)) look.against = text
    else refuse(text)
  },
}
