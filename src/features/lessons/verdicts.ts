/** @file For each lesson the paper's claims, held against what was measured here. No figure is written down here. */
import type { LessonArm, LessonId } from '../../protocol/lesson'
import { type ArmGroup, BETAS, FAST_GAMMAS, GAMMAS } from '../../store/lessons/lesson-plans'
import { atEnd, type FigureId, overTime, type Spread } from './figures'
import {
  type Agreement,
  above,
  agreementOf,
  below,
  falls,
  type Outcome,
  peakOf,
  rises,
  risesThenFalls,
} from './findings'

/** A figure that the answer rests on. */
export interface Ground {
  arm: string
  figure: FigureId
  spread: Spread | null
  /** The evaluation, where it is not the last. */
  step?: number
}

export interface Finding {
  /** Its sentence in the dictionary, among the lesson's claims. */
  claim: string
  outcome: Outcome
  grounds: Ground[]
  /** Tried here, and no finding of the paper's: it does not count for agreement. */
  beyond?: true
  /** The runs that it is about, where the lesson has several groups of them. */
  group?: ArmGroup['id']
}

export interface Verdict {
  agreement: Agreement
  findings: Finding[]
}

type Arms = readonly LessonArm[]

/** A claim about one figure across arms, at the end of their runs. */
function across(
  arms: Arms,
  claim: string,
  figure: FigureId,
  files: readonly string[],
  test: (spreads: (Spread | null)[]) => Outcome,
): Finding {
  const grounds = files.map((arm) => ({ arm, figure, spread: atEnd(arms, arm, figure) }))
  return { claim, grounds, outcome: test(grounds.map(({ spread }) => spread)) }
}

const beyond = (finding: Finding): Finding => ({ ...finding, beyond: true })

const within = (group: ArmGroup['id'], findings: Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, group }))

const one =
  (test: (spread: Spread | null, mark: number) => Outcome, mark: number) =>
  (spreads: (Spread | null)[]): Outcome =>
    test(spreads[0] ?? null, mark)

const LENGTH = { without: 'length-no-length-normalisation', dpo: 'length-dpo', simpo: 'length-simpo' }
const STAGES = {
  dpo: 'stages-dpo',
  sdpo: 'stages-sdpo',
  fixed: 'stages-same-order-fixed-reference',
  random: 'stages-sdpo-random-chunks',
}

/** What counts as many pairs; the paper's own figure is about half. */
const MANY = 0.25

/** Rise and fall of the win rate while one run goes on; and what its own objective says of the same time. */
function overOptimised(arms: Arms, file: string): Finding[] {
  const wins = overTime(arms, file, 'winRate')
  const margins = overTime(arms, file, 'margin')
  const spreads = wins.map(({ spread }) => spread)
  const peak = wins.find(({ spread }) => spread === peakOf(spreads))
  const first = wins[0]
  const last = wins.at(-1)
  const marginAt = (step: number | undefined) => margins.find((point) => point.step === step)?.spread ?? null
  const ground = (figure: FigureId, step: number | undefined, spread: Spread | null): Ground => ({
    arm: file,
    figure,
    spread,
    ...(step === undefined ? {} : { step }),
  })
  const [early, late] = [marginAt(peak?.step), marginAt(last?.step)]
  return [
    {
      claim: 'turns',
      outcome: risesThenFalls(spreads),
      grounds: [first, peak, last].map((at) => ground('winRate', at?.step, at?.spread ?? null)),
    },
    {
      claim: 'blind',
      // Without a turn there is nothing that the objective could be blind to.
      outcome: peak === last && last ? 'not' : rises([early, late]),
      grounds: [ground('margin', peak?.step, early), ground('margin', last?.step, late)],
    },
  ]
}

const FINDINGS: Record<LessonId, (arms: Arms) => Finding[]> = {
  'chosen-falls': (arms) => [
    across(arms, 'falls', 'chosenChange', ['falls-dpo'], one(below, 0)),
    across(arms, 'stillRight', 'accuracy', ['falls-dpo'], one(above, 0.5)),
    beyond(across(arms, 'sftHelps', 'chosenChange', ['falls-dpo', 'falls-sft'], rises)),
    beyond(across(arms, 'betaHelps', 'chosenChange', ['falls-dpo', 'falls-beta'], rises)),
  ],
  beta: (arms) => [
    across(arms, 'kl', 'kl', BETAS, falls),
    across(arms, 'gap', 'gap', BETAS, falls),
    beyond(across(arms, 'middle', 'winRate', BETAS, risesThenFalls)),
  ],
  'length-normalisation': (arms) => [
    across(arms, 'order', 'lengthBias', [LENGTH.simpo, LENGTH.dpo, LENGTH.without], rises),
    across(arms, 'rightOrder', 'accuracy', [LENGTH.without, LENGTH.simpo], rises),
    across(arms, 'followsLength', 'marginByGap', [LENGTH.without], one(above, 0)),
    across(arms, 'quality', 'judge', [LENGTH.without, LENGTH.simpo], rises),
  ],
  gamma: (arms) => [
    ...within('gentle', [
      across(arms, 'accuracy', 'accuracy', GAMMAS, rises),
      across(arms, 'likelihood', 'chosenPerToken', GAMMAS, falls),
      across(arms, 'winRate', 'winRate', GAMMAS, risesThenFalls),
    ]),
    ...within('fast', [
      across(arms, 'fastAccuracy', 'accuracy', FAST_GAMMAS, rises),
      across(arms, 'fastLikelihood', 'chosenPerToken', FAST_GAMMAS, falls),
      across(arms, 'fastWinRate', 'winRate', FAST_GAMMAS, risesThenFalls),
    ]),
    beyond(across(arms, 'onlyFalls', 'winRate', FAST_GAMMAS, falls)),
  ],
  'reward-likelihood': (arms) => [
    across(arms, 'many', 'disagreement', [LENGTH.dpo], one(above, MANY)),
    across(arms, 'more', 'disagreement', [LENGTH.simpo, LENGTH.dpo], rises),
    across(arms, 'none', 'disagreement', [LENGTH.simpo], ([spread]) => (spread ? zero(spread) : 'unmeasured')),
  ],
  reference: (arms) => [
    across(arms, 'beats', 'judge', [STAGES.dpo, STAGES.sdpo], rises),
    across(arms, 'moving', 'judge', [STAGES.fixed, STAGES.sdpo], rises),
    across(arms, 'order', 'judge', [STAGES.random, STAGES.sdpo], rises),
  ],
  'label-noise': (arms) => [
    across(arms, 'hurts', 'winRate', ['noise-none', 'noise-dpo'], falls),
    across(arms, 'robust', 'winRate', ['noise-dpo', 'noise-robust'], rises),
    across(arms, 'smoothed', 'winRate', ['noise-dpo', 'noise-smoothed'], rises),
  ],
  'over-optimisation': (arms) => [
    ...overOptimised(arms, 'beta-0.1'),
    across(arms, 'leash', 'winRate', ['beta-0.1', 'beta-0.3', 'beta-1'], rises),
  ],
}

const zero = ({ max }: Spread): Outcome => (max === 0 ? 'shows' : 'not')

export function verdictOf(lesson: LessonId, arms: Arms): Verdict {
  return verdictOn(FINDINGS[lesson](arms))
}

function verdictOn(findings: Finding[]): Verdict {
  const ofPaper = findings.filter((finding) => !finding.beyond)
  return { agreement: agreementOf(ofPaper.map(({ outcome }) => outcome)), findings }
}

export interface GroupVerdict extends Verdict {
  /** null where the lesson has one group of runs. */
  group: ArmGroup['id'] | null
}

/** The paper's findings, judged anew for each group of runs: what shows in one is not credited to another. */
export function verdictsByGroup({ findings }: Verdict): GroupVerdict[] {
  const ofPaper = findings.filter((finding) => !finding.beyond)
  const groups = [...new Set(ofPaper.map(({ group }) => group ?? null))]
  return groups.map((group) => ({
    group,
    ...verdictOn(ofPaper.filter((finding) => (finding.group ?? null) === group)),
  }))
}
