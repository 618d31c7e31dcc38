/** @file Turns the figures of a step into its event, and watches over what must never happen. */
import type { StepMetrics } from '../../protocol/metrics'
import type { NoticeEvent, StepEvent } from '../../protocol/train-events'
import { rewardMetrics } from '../metrics/reward-metrics'
import type { Objective } from '../objectives/objective'
import type { LogProbCache } from '../preference/log-prob-cache'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { StagePlan } from './stage-plan'
import type { StepFigures } from './step'

/** METRICS.md: the first loss of a stage is known to this, when the policy is its reference. */
const DRIFT_LIMIT = 1e-4

export class StepReporter {
  /** Set once a loss or gradient was not finite: which step, which rows. */
  failure: string | null = null
  /** Last step whose update took place. */
  lastStep = 0
  private notices: NoticeEvent[] = []
  private tokens = 0
  private lastSettled = 0

  constructor(
    private readonly baseLogProbs: LogProbCache,
    private readonly memoryBytes: () => number,
  ) {}

  /** @param index Step within the stage, from 0. */
  async report(
    plan: StagePlan,
    objective: Objective,
    index: number,
    pairs: TokenizedPair[],
    learningRate: number,
    /** When the step's work was begun: `performance.now()`. */
    begun: number,
    pending: Promise<StepFigures>,
  ): Promise<StepEvent> {
    const step = plan.firstStep + index
    const batchTokens = countTokens(pairs, objective.needsRejected)
    const figures = await pending
    const settled = performance.now()
    // Steps overlap by the lag: a step's time is what passed since the one before it, unless it began later.
    const seconds = (settled - Math.max(begun, this.lastSettled)) / 1000
    this.lastSettled = settled
    this.tokens += batchTokens
    this.watch(plan, objective, step, index, pairs, figures)
    const metrics: StepMetrics = {
      ...rewardMetrics({
        rewardsChosen: figures.rewardsChosen,
        rewardsRejected: figures.rewardsRejected,
        logpsChosen: figures.logpsChosen,
        logpsRejected: figures.logpsRejected,
        baseChosen: pairs.map((pair) => this.baseLogProbs.get(pair).chosen),
        baseRejected: pairs.map((pair) => this.baseLogProbs.get(pair).rejected),
        lengthsChosen: pairs.map((pair) => pair.chosen.length),
        lengthsRejected: pairs.map((pair) => pair.rejected.length),
      }),
      loss: figures.loss,
      grad_norm: figures.gradNorm,
      learning_rate: learningRate,
      epoch: ((index + 1) * pairs.length) / plan.pairs.length,
      stage: plan.stage,
      num_tokens: this.tokens,
      tokens_per_second: batchTokens / Math.max(seconds, 1e-6),
      step_seconds: seconds,
      gpu_bytes: this.memoryBytes(),
    }
    const margins = figures.rewardsChosen.map((chosen, i) => chosen - figures.rewardsRejected[i]!)
    return { type: 'step', step, metrics, pairs: { margins, losses: figures.losses } }
  }

  takeNotices(): NoticeEvent[] {
    const taken = this.notices
    this.notices = []
    return taken
  }

  private watch(
    plan: StagePlan,
    objective: Objective,
    step: number,
    index: number,
    pairs: TokenizedPair[],
    figures: StepFigures,
  ): void {
    if (this.failure) return
    if (!Number.isFinite(figures.loss) || !Number.isFinite(figures.gradNorm)) {
      const rows = pairs.map((pair) => `${pair.source} row ${pair.row}`).join(', ')
      this.failure = `Step ${step}: loss ${figures.loss}, gradient norm ${figures.gradNorm}. Its batch: ${rows}. The weights of step ${step - 1} are kept.`
      return
    }
    this.lastStep = step
    const expected = objective.lossAtReference()
    if (index > 0 || plan.kind === 'sft' || expected === null) return
    const chosenTokens = pairs.reduce((sum, pair) => sum + pair.chosen.length, 0)
    const nll = -figures.logpsChosen.reduce((sum, value) => sum + value, 0) / chosenTokens
    const wanted = expected + objective.sftWeight * nll
    if (Math.abs(figures.loss - wanted) <= DRIFT_LIMIT * Math.max(1, wanted)) return
    this.notices.push({
      type: 'notice',
      step,
      code: 'reference-drift',
      message: `Stage ${plan.stage} began with a loss of ${figures.loss.toFixed(6)} instead of ${wanted.toFixed(6)}: its reference is not the policy it started from.`,
    })
  }
}

const countTokens = (pairs: TokenizedPair[], bothSides: boolean): number =>
  pairs.reduce(
    (sum, pair) =>
      sum + pair.prompt.length + pair.chosen.length + (bothSides ? pair.prompt.length + pair.rejected.length : 0),
    0,
  )
