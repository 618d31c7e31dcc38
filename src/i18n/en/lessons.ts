/** @file Words of the frame around lessons; their texts lie beside it. */
import { beta } from './lessons/beta'
import { chosenFalls } from './lessons/chosen-falls'
import { gamma } from './lessons/gamma'
import { labelNoise } from './lessons/label-noise'
import { lengthNormalisation } from './lessons/length-normalisation'
import { overOptimisation } from './lessons/over-optimisation'
import { reference } from './lessons/reference'
import { rewardLikelihood } from './lessons/reward-likelihood'

export const lessons = {
  menu: 'Lessons',
  menuHelp: 'Short guided pages, each with recorded runs',
  opening: 'Opening the lesson',
  column: 'Left column',
  tabs: { lesson: 'Lesson', settings: 'Settings' },
  close: 'Close the lesson',
  place: (at: number, all: number) => `Lesson ${at} of ${all}`,
  steps: 'Steps',
  step: (at: number, all: number) => `Step ${at} of ${all}`,
  nextStep: 'Next step',
  previousStep: 'Step back',
  previous: (title: string) => `Before: ${title}`,
  next: (title: string) => `Next: ${title}`,

  shown: 'Shown',
  behind: 'behind',
  framed: (title: string) => `Framed: ${title}`,
  elsewhere: (title: string, tab: string) => `Look at: ${title}, in the tab ${tab}`,
  underWay: 'A run is under way, and stays. The recorded run of this step can be shown when it is done.',
  pushedAside: 'The plots show another run.',
  show: 'Show the recorded run of this step',

  /** Folded under the steps where the page is narrow. */
  rest: 'What was measured, and more',

  measured: 'Measured here',
  measuredCaption: (seeds: string) => `At the end of each run: median, and below it the range over ${seeds}.`,
  seeds: { one: 'one seed', more: (n: number) => `${n} seeds` },
  range: (low: string, high: string) => `${low}…${high}`,
  notMeasured: 'not measured',
  loading: 'Fetching what was measured',

  agreement: 'How far it agrees',
  beyond: 'Tried beyond the paper',
  agrees: (paper: string) => `Agrees: every finding expected from ${paper} shows here.`,
  partly: (paper: string, shown: number, all: number) =>
    `Agrees in part: of ${all} findings expected from ${paper}, ${shown} ${shown === 1 ? 'shows' : 'show'} here.`,
  'not-shown': (paper: string) =>
    `Does not show here: nothing that was expected from ${paper} stands out from the seeds.`,
  unmeasured: (paper: string) => `What was expected from ${paper} has not been measured here yet.`,
  outcomes: { shows: 'Shows', unclear: 'Not clear', not: 'Does not show', unmeasured: 'Not measured' },
  outcomeHelp: {
    shows: 'Holds for the medians, and for all seeds at the ends.',
    unclear: 'The medians at the ends say so, but the seeds overlap or a value in between breaks the order.',
    not: 'The medians do not say so.',
    unmeasured: 'The runs for it are not there.',
  },
  grounds: (figure: string, values: string) => `Median ${figure}: ${values}`,
  atStep: (arm: string, step: number) => `${arm}, step ${step}`,

  think: 'To think about',
  answer: 'An answer',

  live: 'Try it live',
  liveHelp: (name: string) => `Puts the settings of “${name}” into the form, loads its pairs, and trains it here.`,
  liveFields: 'Or change something and press Play:',
  livePhone: 'Training needs a computer. On this device the recorded runs can be looked at.',
  liveUnderWay: 'A run is under way: stop or reset it first.',
  liveModel: (name: string) => `Trains the model that is loaded, ${name}; the recorded runs are of small-world.`,

  plots: {
    against: (figure: string, setting: string) => `${figure} against ${setting}`,
    path: 'Win rate against √KL',
    pathX: '√KL',
    pathMeaning:
      'Each mark is an evaluation, medians over the seeds: win rate against the square root of the KL from the base (nats per token).',
    sweepMeaning: (figure: string) => `${figure} at the end of each run: the line joins medians, each mark is a seed.`,
    sweepBehind: (group: string) => `Dashed, with squares: medians of “${group}”.`,
    median: 'median',
    medianOf: (group: string) => `median, ${group}`,
    /** Groups, at the ends of lines. */
    short: { gentle: 'lr 5e-5', fast: 'lr 2e-4' },
    seed: (n: number) => `seed ${n}`,
    settings: { beta: 'β', gamma: 'γ/β' },
    /** At the ends of lines, where room is scarce. */
    ends: { 'beta-0.1': 'β 0.1', 'beta-0.3': 'β 0.3', 'beta-1': 'β 1', 'falls-dpo': 'lr 1e-3' },
  },

  /** Heads of columns, and what they mean. */
  figures: {
    winRate: ['win rate', 'How often the judge prefers the tuned model’s sample to the base’s; ties count half.'],
    judge: ['judge', 'Mean judge score of the samples, 0 to 1.'],
    kl: ['KL', 'Distance from the base on chosen tokens, in nats per token.'],
    accuracy: ['accuracy', 'Share of held-out pairs whose chosen has the higher reward.'],
    margin: ['margin', 'Reward of chosen minus reward of rejected, held out.'],
    chosenChange: [
      'chosen',
      'Log-prob of the chosen answers since the base, in nats: below 0 they became less likely.',
    ],
    rejectedChange: ['rejected', 'Log-prob of the rejected answers since the base, in nats.'],
    gap: ['gap', 'Nats by which chosen and rejected were driven apart since the base.'],
    chosenPerToken: ['chosen / token', 'Log-prob of the chosen answers, in nats per token: nearer 0 is likelier.'],
    lengthBias: [
      'ρ − base',
      'Rank correlation of log-prob per token with length, within each side, less that of the base.',
    ],
    marginByGap: ['ρ margin', 'Rank correlation of the margin with how much longer the chosen side is.'],
    sampleLength: ['length', 'Mean length of the samples, in tokens.'],
    disagreement: ['disagree', 'Share of held-out pairs that reward and likelihood put into different orders.'],
  },

  /** Where a lesson was measured more than once. */
  groups: {
    gentle: 'Learning rate 5e-5, as planned',
    fast: 'Learning rate 2e-4, added after a look at 5e-5',
  },

  /** Runs by the names of their recordings. */
  arms: {
    'beta-0.1': 'DPO, β 0.1',
    'beta-0.3': 'DPO, β 0.3',
    'beta-1': 'DPO, β 1',
    'beta-3': 'DPO, β 3',
    'beta-10': 'DPO, β 10',
    'falls-dpo': 'DPO, β 0.1, lr 1e-3',
    'falls-sft': 'β 0.1, lr 1e-3, SFT 0.5',
    'falls-beta': 'DPO, β 5, lr 1e-3',
    'noise-none': 'DPO, no noise',
    'noise-dpo': 'DPO, 30% swapped',
    'noise-smoothed': 'smoothed 0.3, 30% swapped',
    'noise-robust': 'robust, 30% swapped',
    'gamma-0': 'SimPO, γ/β 0',
    'gamma-0.3': 'SimPO, γ/β 0.3',
    'gamma-0.8': 'SimPO, γ/β 0.8',
    'gamma-1.6': 'SimPO, γ/β 1.6',
    'gamma-3.2': 'SimPO, γ/β 3.2',
    'gamma-fast-0': 'SimPO, γ/β 0, lr 2e-4',
    'gamma-fast-0.3': 'SimPO, γ/β 0.3, lr 2e-4',
    'gamma-fast-0.8': 'SimPO, γ/β 0.8, lr 2e-4',
    'gamma-fast-1.6': 'SimPO, γ/β 1.6, lr 2e-4',
    'gamma-fast-3.2': 'SimPO, γ/β 3.2, lr 2e-4',
    'length-dpo': 'DPO, long answers',
    'length-simpo': 'SimPO, long answers',
    'length-no-length-normalisation': 'SimPO, no division',
    'stages-dpo': 'DPO, mixed',
    'stages-sdpo': 'sDPO, easy first',
    'stages-same-order-fixed-reference': 'easy first, fixed reference',
    'stages-sdpo-random-chunks': 'sDPO, random chunks',
  },

  texts: {
    'chosen-falls': chosenFalls,
    beta,
    'length-normalisation': lengthNormalisation,
    gamma,
    'reward-likelihood': rewardLikelihood,
    reference,
    'label-noise': labelNoise,
    'over-optimisation': overOptimisation,
  },
} as const
