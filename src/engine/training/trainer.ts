/**
 * @file A run, from the base model to its last step. It is pulled: not pulling is pausing, `return()` is stopping.
 * Nothing here knows of threads, pages or files.
 */
import { createRandom } from '../../protocol/random'
import type { RunConfig } from '../../protocol/run-config'
import type { FinishedEvent, NoticeEvent, StageEvent, TrainEvent } from '../../protocol/train-events'
import type { Decoder, Parameters, Tensors } from '../model/decoder'
import { cloneTensors, disposeParameters, policyOf } from '../model/parameters'
import { createObjective } from '../objectives/registry'
import type { Dropout } from '../ops/dropout'
import { LogProbCache } from '../preference/log-prob-cache'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import { AdamW } from './adamw'
import { batchOrder } from './batch-order'
import { Evaluation } from './evaluation'
import { plansFor } from './plan-pairs'
import { rankPairs } from './rank-pairs'
import { learningRateAt } from './schedule'
import type { StagePlan } from './stage-plan'
import { optimizerStep } from './step'
import { StepReporter } from './step-reporter'
import type { TrainingInput } from './training-input'

/** An event that may still be on its way from the device: await it to show it, or pull on meanwhile. */
export interface Emission {
  event: Promise<TrainEvent>
  /** An evaluation that belongs to this comes next, and may take its time. */
  evaluationFollows?: boolean
}

/** Steps whose figures may be outstanding while the next one is recorded. */
const LAG = 2

const now = (event: TrainEvent): Emission => ({ event: Promise.resolve(event) })

export class Training {
  readonly totalSteps: number
  /** Holds the policy, from the first stage on. */
  private optimizer: AdamW | null = null
  private readonly evaluation: Evaluation
  private readonly reporter: StepReporter

  private constructor(
    private readonly input: TrainingInput,
    private readonly plans: StagePlan[],
    /** Under the base: for `logps_delta`, for ranking pairs, and as the first reference. */
    private readonly baseLogProbs: LogProbCache,
    private readonly halting: AbortController,
  ) {
    this.totalSteps = plans.reduce((sum, plan) => sum + plan.steps, 0)
    this.evaluation = new Evaluation(input, baseLogProbs, halting.signal)
    this.reporter = new StepReporter(baseLogProbs, input.memoryBytes)
  }

  /** Plans the stages; when the split ranks by ease, every pair is scored under the base first. */
  static async prepare(input: TrainingInput): Promise<Training> {
    const halting = new AbortController()
    const baseLogProbs = new LogProbCache(input.decoder, input.base, input.padId, halting.signal)
    const plans = await plansFor(input.config, input.pairs, baseLogProbs)
    return new Training(input, plans, baseLogProbs, halting)
  }

  get decoder(): Decoder {
    return this.input.decoder
  }

  get config(): RunConfig {
    return this.input.config
  }

  /** What is trained, as it is now; valid until the next event is pulled. */
  get trained(): Tensors {
    return this.optimizer?.parameters ?? this.input.start
  }

  /** The policy as it is now; valid until the next event is pulled. */
  get policy(): Parameters {
    return policyOf(this.input.base, this.trained)
  }

  /** The policy as the run found it: the base itself where nothing was trained before. */
  private get begun(): Parameters {
    const { base, start, startsFromAdapter } = this.input
    return startsFromAdapter ? policyOf(base, start) : base
  }

  /** The policy of this moment, for as long as it is wanted. */
  snapshot(): { decoder: Decoder; policy: Parameters; trained: Tensors; dispose(): void } {
    const { decoder, base } = this.input
    const trained = cloneTensors(this.trained)
    return { decoder, policy: policyOf(base, trained), trained, dispose: () => disposeParameters(trained) }
  }

  async *events(): AsyncGenerator<Emission> {
    const { config } = this.input
    let step = 0
    let reference = this.baseLogProbs
    let firstReference: LogProbCache | null = null
    if (this.lacksPrompts()) yield now(this.noSamples())
    for (const plan of this.plans) {
      if (plan.kind === 'preference') {
        if (!firstReference || config.stages.reference === 'moving') reference = await this.referenceOf(plan)
        firstReference ??= reference
      }
      this.evaluation.beginStage(plan, reference, firstReference ?? reference)
      yield now(this.describe(plan))
      for await (const emission of this.runStage(plan, reference)) {
        step += 1
        // The end of a stage is what the next one refers to.
        const endsStage = step === plan.firstStep + plan.steps - 1
        const isDue = step % config.evaluation.evalSteps === 0 || endsStage
        yield { ...emission, evaluationFollows: isDue || step === 1 }
        // What the run began with is kept, so it can wait: whoever pressed Play sees a step first.
        if (step === 1) yield* this.evaluate(0, this.begun, isDue, this.begunLogProbs(plan, reference))
        if (isDue && !this.reporter.failure) yield* this.evaluate(step, this.policy)
      }
      for (const notice of this.reporter.takeNotices()) yield now(notice)
      if (this.reporter.failure) break
    }
    const { failure } = this.reporter
    yield now(await this.finish(failure ? 'non-finite' : 'completed', failure, failure ? this.reporter.lastStep : step))
  }

  /** The event a stopped run ends with: `return()` leaves the generator no chance to say it itself. */
  async finish(reason: FinishedEvent['reason'], message: string | null, step: number): Promise<FinishedEvent> {
    const { decoder, padId, pairs } = this.input
    const policyLogProbs = new LogProbCache(decoder, this.policy, padId, this.halting.signal)
    const ranking = await rankPairs({ decoder, baseLogProbs: this.baseLogProbs, policyLogProbs, pairs })
    return { type: 'finished', step, reason, message, ranking }
  }

  /** What is computed in many passes is given up; then `finish` and `events` throw. */
  halt(): void {
    this.halting.abort()
  }

  /** Frees the policy; the base stays. */
  dispose(): void {
    this.optimizer?.dispose()
    this.optimizer = null
    this.input.dispose()
  }

  private lacksPrompts(): boolean {
    const { samplePrompts, config, heldOut } = this.input
    return config.evaluation.samplePrompts > 0 && heldOut.length > 0 && samplePrompts.length === 0
  }

  private noSamples(): NoticeEvent {
    const { decoder, config } = this.input
    const { context } = decoder.config
    const { maxNewTokens } = config.generation
    const message = `No samples are drawn: no held-out prompt leaves room for ${maxNewTokens} new tokens in the model's context of ${context}. Ask for fewer new tokens.`
    return { type: 'notice', step: 0, code: 'no-samples', message }
  }

  private async *runStage(plan: StagePlan, reference: LogProbCache): AsyncGenerator<Emission> {
    const { decoder, base, config, padId, recompute } = this.input
    const { batchSize, gradientAccumulation } = config.training
    const random = createRandom(config.seed, `order-${plan.stage}`)
    const batches = batchOrder(plan.pairs.length, batchSize, plan.steps, random).map((indices) =>
      indices.map((index) => plan.pairs[index]!),
    )
    const objective = createObjective(plan.objective)
    const optimizer = new AdamW(this.trained, plan.optimizer)
    this.optimizer?.dispose()
    this.optimizer = optimizer
    const askFor = (pairs: TokenizedPair[] = []) =>
      Promise.all([this.baseLogProbs.request(pairs), objective.needsReference ? reference.request(pairs) : null])
    const outstanding: Promise<TrainEvent>[] = []
    try {
      let ready = askFor(batches[0])
      for (const [index, pairs] of batches.entries()) {
        await ready
        // Asked for before this step's own work, so that it is there when the next step begins; but for the first step
        // of the run somebody waits.
        const isFirst = plan.firstStep + index === 1
        if (!isFirst) ready = askFor(batches[index + 1])
        const begun = performance.now()
        const learningRate = learningRateAt(index, plan.steps, plan.optimizer)
        const output = optimizerStep({
          decoder,
          base,
          optimizer,
          recompute,
          dropout: this.dropoutAt(plan.firstStep + index),
          objective,
          pairs,
          reference: objective.needsReference ? pairs.map((pair) => reference.get(pair)) : null,
          learningRate,
          gradientAccumulation,
          padId,
        })
        const event = this.reporter.report(plan, objective, index, pairs, learningRate, begun, output.figures)
        outstanding.push(event)
        yield { event }
        if (isFirst) ready = askFor(batches[index + 1])
        // The processor waits for the device here, and only for what it was given LAG steps ago.
        if (outstanding.length > LAG) await outstanding.shift()
        if (this.reporter.failure) break
      }
      await Promise.all(outstanding)
    } finally {
      optimizer.finish()
    }
  }

  /** Of one step's way back; it is off wherever log-probs are compared. */
  private dropoutAt(step: number): Dropout | undefined {
    const { seed, tuning } = this.input.config
    if (tuning.method !== 'lora' || tuning.dropout === 0) return undefined
    return { rate: tuning.dropout, seed: createRandom(seed, `dropout-${step}`).int(2 ** 32) }
  }

  /** sDPO: the reference of a stage is the policy as the stage finds it; its log-probs are all that is kept of it. */
  private async referenceOf(plan: StagePlan): Promise<LogProbCache> {
    // What a run begins with is there all the time: its log-probs can be asked for as needed, like the base's.
    if (!this.optimizer) {
      const { decoder, startsFromAdapter, padId } = this.input
      return startsFromAdapter ? new LogProbCache(decoder, this.begun, padId) : this.baseLogProbs
    }
    const cache = new LogProbCache(this.input.decoder, this.policy, this.input.padId, this.halting.signal)
    const later = this.input.config.stages.reference === 'base' ? this.input.pairs : plan.pairs
    await cache.requestAll([...later, ...this.input.heldOut])
    return cache
  }

  /** The first stage refers to what the run begins with; a warm-up refers to nothing. */
  private begunLogProbs({ kind }: StagePlan, reference: LogProbCache): LogProbCache | undefined {
    if (kind === 'preference') return reference
    return this.input.startsFromAdapter ? undefined : this.baseLogProbs
  }

  private async *evaluate(
    step: number,
    policy: Parameters,
    another = false,
    known?: LogProbCache,
  ): AsyncGenerator<Emission> {
    const events = await this.evaluation.run(policy, step, known)
    for (const [i, event] of events.entries()) {
      yield { ...now(event), evaluationFollows: another || i < events.length - 1 }
    }
  }

  private describe(plan: StagePlan): StageEvent {
    const counts = new Map<string, number>()
    for (const { source } of plan.pairs) counts.set(source, (counts.get(source) ?? 0) + 1)
    return {
      type: 'stage',
      stage: plan.stage,
      stages: this.plans.filter(({ kind }) => kind === 'preference').length,
      kind: plan.kind,
      pairs: plan.pairs.length,
      steps: plan.steps,
      firstStep: plan.firstStep,
      sources: [...counts].sort((a, b) => b[1] - a[1]).map(([source]) => source),
      ease: plan.ease,
    }
  }
}
