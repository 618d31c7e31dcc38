/** @file What of the measured figures each lesson puts on its page: the columns of its table, and its plots. */
import type { LessonId } from '../../protocol/lesson'
import { type ArmGroup, BETAS, FAST_GAMMAS, GAMMAS } from '../../store/lessons/lesson-plans'
import type { FigureId } from './figures'

/** A figure against a setting, an arm for each value, a dot for each seed. */
export interface SweepPlot {
  kind: 'sweep'
  figure: FigureId
  arms: readonly string[]
  /** Which of the lesson's groups these are, where there is more than one. */
  group?: ArmGroup['id']
  /** Another group at the same settings, drawn behind. */
  behind?: ArmGroup
  /** Where each arm stands on the axis, and what is written there. */
  at: readonly { x: number; label: string }[]
}

/** Win rate against the distance from the base, as runs go on. */
export interface PathPlot {
  kind: 'path'
  arms: readonly string[]
}

export interface Exhibit {
  columns: readonly FigureId[]
  plots: readonly (SweepPlot | PathPlot)[]
}

const settingOf = (arm: string): number => Number(arm.slice(arm.lastIndexOf('-') + 1))

/** β spans decades. */
const betas = (figure: FigureId): SweepPlot => ({
  kind: 'sweep',
  figure,
  arms: BETAS,
  at: BETAS.map((arm) => ({ x: Math.log10(settingOf(arm)), label: `${settingOf(arm)}` })),
})

/** γ begins with 0, where no logarithm reaches: the square root spreads the small values. */
const gammas = (figure: FigureId): SweepPlot => ({
  kind: 'sweep',
  figure,
  group: 'fast',
  arms: FAST_GAMMAS,
  behind: { id: 'gentle', arms: GAMMAS },
  at: GAMMAS.map((arm) => ({ x: Math.sqrt(settingOf(arm)), label: `${settingOf(arm)}` })),
})

export const EXHIBITS: Record<LessonId, Exhibit> = {
  'chosen-falls': {
    columns: ['chosenChange', 'rejectedChange', 'winRate'],
    plots: [],
  },
  beta: { columns: ['kl', 'gap', 'winRate'], plots: [betas('winRate'), betas('kl')] },
  'length-normalisation': {
    columns: ['lengthBias', 'marginByGap', 'judge'],
    plots: [],
  },
  gamma: {
    columns: ['accuracy', 'chosenPerToken', 'winRate'],
    plots: [gammas('accuracy'), gammas('chosenPerToken'), gammas('winRate')],
  },
  'reward-likelihood': {
    columns: ['disagreement', 'accuracy'],
    plots: [],
  },
  reference: {
    columns: ['judge', 'winRate', 'kl'],
    plots: [],
  },
  'label-noise': {
    columns: ['winRate', 'accuracy', 'kl'],
    plots: [],
  },
  'over-optimisation': {
    columns: ['winRate', 'kl', 'accuracy'],
    plots: [{ kind: 'path', arms: ['beta-0.1', 'beta-0.3', 'beta-1', 'falls-dpo'] }],
  },
}
