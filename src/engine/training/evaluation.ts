/** @file Held-out pairs and samples: what the run has done to the model, measured on what it was not trained on. */
import * as tf from '@tensorflow/tfjs-core'
import type { EvalMetrics } from '../../protocol/metrics'
import type { EvalEvent, PairFigures, SamplesEvent, TokensEvent } from '../../protocol/train-events'
import { contingency } from '../metrics/contingency'
import { spearmanMarginVsGap, spearmanPooled, spearmanWithin, withoutCut } from '../metrics/length-correlation'
import { mean } from '../metrics/mean'
import { heldOutMetrics, rewardMetrics } from '../metrics/reward-metrics'
import { sampleMetrics } from '../metrics/sample-metrics'
import type { Parameters } from '../model/decoder'
import { createObjective } from '../objectives/registry'
import { collatePairs } from '../preference/collate'
import { breathe, type LogProbCache, type PairLogProbSums, splitIntoPasses } from '../preference/log-prob-cache'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import { type DrawnSample, drawSamples } from './sampling'
import type { StagePlan } from './stage-plan'
import { tokenTexts } from './token-texts'
import type { TrainingInput } from './training-input'

/** Held-out figures of the policy, one entry per pair, and means over completion tokens. */
interface PolicyFigures {
  sums: PairLogProbSums[]
  /** Mean over the chosen tokens, nats. */
  klChosen: number | null
  /** Mean over the tokens of both sides, nats. */
  entropy: number | null
  /** Of the first `tokenPairs` pairs. */
  tokens: TokensEvent['pairs']
}

export class Evaluation {
  private plan: StagePlan | null = null
  private reference: LogProbCache
  private firstReference: LogProbCache
  private baseSamples: DrawnSample[] | null = null
  private toldTexts = false

  constructor(
    private readonly input: TrainingInput,
    private readonly baseLogProbs: LogProbCache,
    /** Gives an evaluation up. */
    private readonly signal?: AbortSignal,
  ) {
    this.reference = baseLogProbs
    this.firstReference = baseLogProbs
  }

  /** @param firstReference The model before stage 1: what the cumulative margin is measured against. */
  beginStage(plan: StagePlan, reference: LogProbCache, firstReference: LogProbCache): void {
    this.plan = plan
    this.reference = reference
    this.firstReference = firstReference
  }

  /**
   * Of references other than the base, which alone is kept, the held-out log-probs must be known by now.
   *
   * @param known Log-probs of this very policy, where another pass has them: what is its own reference must have
   * rewards of zero, not of the difference between two passes.
   */
  async run(
    policy: Parameters,
    step: number,
    known?: LogProbCache,
  ): Promise<(EvalEvent | TokensEvent | SamplesEvent)[]> {
    const samples = await this.drawSamples(policy)
    const pairs = await this.evaluatePairs(policy, known)
    const events: (EvalEvent | TokensEvent | SamplesEvent)[] = []
    const metrics: EvalMetrics = { ...pairs?.metrics, ...(samples.length > 0 ? sampleMetrics(samples) : {}) }
    events.push({
      type: 'eval',
      step,
      metrics,
      pairs: pairs?.figures ?? NO_PAIRS,
      contingency: pairs ? contingency(pairs.figures) : null,
    })
    if (pairs && pairs.tokens.length > 0) events.push(this.tokensEvent(step, pairs.tokens))
    if (samples.length > 0) events.push({ type: 'samples', step, samples: samples.map(withoutIds) })
    return events
  }

  private tokensEvent(step: number, pairs: TokensEvent['pairs']): TokensEvent {
    const event: TokensEvent = { type: 'tokens', step, pairs }
    if (this.toldTexts) return event
    this.toldTexts = true
    return { ...event, texts: tokenTexts(this.input.heldOut.slice(0, pairs.length), this.input.tokenizer) }
  }

  private async evaluatePairs(
    policy: Parameters,
    known?: LogProbCache,
  ): Promise<{ metrics: EvalMetrics; figures: PairFigures; tokens: TokensEvent['pairs'] } | null> {
    const { heldOut } = this.input
    if (heldOut.length === 0) return null
    const caches = [this.baseLogProbs, this.reference, this.firstReference, ...(known ? [known] : [])]
    await Promise.all(caches.map((cache) => cache.requestAll(heldOut)))
    const { sums: scored, klChosen, entropy, tokens } = await this.scorePolicy(policy)
    const sums = known ? heldOut.map((pair) => known.get(pair)) : scored
    const lengthsChosen = heldOut.map((pair) => pair.chosen.length)
    const lengthsRejected = heldOut.map((pair) => pair.rejected.length)
    const perToken = (values: number[], lengths: number[]) => values.map((value, i) => value / lengths[i]!)
    const base = heldOut.map((pair) => this.baseLogProbs.get(pair))
    const current = await this.rewards(sums, this.reference)
    const cumulative = this.firstReference === this.reference ? current : await this.rewards(sums, this.firstReference)
    const margins = (rewards: Rewards) => rewards.chosen.map((chosen, i) => chosen - rewards.rejected[i]!)
    const figures: PairFigures = {
      margins: margins(current),
      logpsAvgChosen: perToken(column(sums, 'chosen'), lengthsChosen),
      logpsAvgRejected: perToken(column(sums, 'rejected'), lengthsRejected),
      lengthsChosen,
      lengthsRejected,
    }
    const isCut = heldOut.map((pair) => pair.cutChosen || pair.cutRejected)
    const whole = withoutCut(figures, isCut)
    const wholeBase = withoutCut(
      {
        ...figures,
        logpsAvgChosen: perToken(column(base, 'chosen'), lengthsChosen),
        logpsAvgRejected: perToken(column(base, 'rejected'), lengthsRejected),
      },
      isCut,
    )
    const metrics: EvalMetrics = {
      ...heldOutMetrics({
        loss: current.loss,
        ...rewardMetrics({
          rewardsChosen: current.chosen,
          rewardsRejected: current.rejected,
          logpsChosen: column(sums, 'chosen'),
          logpsRejected: column(sums, 'rejected'),
          baseChosen: column(base, 'chosen'),
          baseRejected: column(base, 'rejected'),
          lengthsChosen,
          lengthsRejected,
        }),
      }),
      'eval_length/spearman': spearmanPooled(whole),
      'eval_length/spearman_within': spearmanWithin(whole),
      'eval_length/spearman_within_base': spearmanWithin(wholeBase),
      'eval_length/margin_vs_gap': spearmanMarginVsGap(whole),
      'eval_kl/chosen': klChosen,
      eval_entropy: entropy,
      'eval_rewards/cumulative_margin': mean(margins(cumulative)),
      eval_base_nats_per_byte: natsPerByte(heldOut, base),
    }
    return { metrics, figures, tokens }
  }

  private async scorePolicy(policy: Parameters): Promise<PolicyFigures> {
    const { decoder, base, heldOut, padId, config } = this.input
    const sums: PairLogProbSums[] = []
    const tokens: TokensEvent['pairs'] = []
    const totals = { kl: 0, chosenTokens: 0, entropy: 0, tokens: 0 }
    for (const part of splitIntoPasses(heldOut, decoder.config)) {
      await breathe()
      this.signal?.throwIfAborted()
      const batch = collatePairs(part, padId, decoder.config.context)
      const { tokenLogProbs, entropy, kl } = decoder.compare(policy, base, batch)
      const packed = tf.tidy(() => tf.concat1d([tokenLogProbs, entropy, kl]))
      tf.dispose([tokenLogProbs, entropy, kl])
      const values = await packed.data()
      packed.dispose()
      const scored = batch.rowOf.length
      const rowSums = new Array<number>(batch.rows).fill(0)
      batch.rowOf.forEach((row, token) => {
        rowSums[row]! += values[token]!
        totals.entropy += values[scored + token]!
        totals.tokens += 1
        if (row >= part.length) return
        totals.kl += values[2 * scored + token]!
        totals.chosenTokens += 1
      })
      const ofRow = (row: number) => Array.from(values.subarray(0, scored).filter((_, at) => batch.rowOf[at] === row))
      part.forEach((_, i) => {
        sums.push({ chosen: rowSums[i]!, rejected: rowSums[part.length + i]! })
        if (tokens.length < config.evaluation.tokenPairs)
          tokens.push({ chosen: ofRow(i), rejected: ofRow(part.length + i) })
      })
    }
    return { sums, klChosen: totals.kl / totals.chosenTokens, entropy: totals.entropy / totals.tokens, tokens }
  }

  /** Loss and rewards of the held-out pairs under the stage's objective, against the given reference. */
  private async rewards(sums: PairLogProbSums[], reference: LogProbCache): Promise<Rewards> {
    const { heldOut } = this.input
    const objective = createObjective(this.plan!.objective)
    const totals = { pairs: heldOut.length, chosenTokens: heldOut.reduce((sum, pair) => sum + pair.chosen.length, 0) }
    const references = heldOut.map((pair) => reference.get(pair))
    const result = tf.tidy(() => {
      const { losses, rewardsChosen, rewardsRejected } = objective.evaluate(
        {
          chosen: tf.tensor1d(column(sums, 'chosen')),
          rejected: tf.tensor1d(column(sums, 'rejected')),
          refChosen: tf.tensor1d(column(references, 'chosen')),
          refRejected: tf.tensor1d(column(references, 'rejected')),
          lengthsChosen: tf.tensor1d(heldOut.map((pair) => pair.chosen.length)),
          lengthsRejected: tf.tensor1d(heldOut.map((pair) => pair.rejected.length)),
        },
        totals,
      )
      const rewards = rewardsChosen && rewardsRejected ? [rewardsChosen, rewardsRejected] : []
      return tf.concat1d([losses, ...rewards])
    })
    const values = Array.from(await result.data())
    result.dispose()
    const { length } = heldOut
    return {
      loss: mean(values.slice(0, length)),
      chosen: values.slice(length, 2 * length),
      rejected: values.slice(2 * length),
    }
  }

  private async drawSamples(policy: Parameters): Promise<ComparedSample[]> {
    const { base, samplePrompts, config } = this.input
    const sampling = { ...this.input, generation: config.generation, seed: config.seed }
    this.baseSamples ??= await drawSamples(base, samplePrompts, sampling)
    const drawn = policy === base ? this.baseSamples : await drawSamples(policy, samplePrompts, sampling)
    return drawn.map((sample, i) => ({
      prompt: samplePrompts[i]!.text,
      base: this.baseSamples![i]!,
      policy: sample,
    }))
  }
}

interface Rewards {
  loss: number | null
  chosen: number[]
  rejected: number[]
}

interface ComparedSample {
  prompt: string
  base: DrawnSample
  policy: DrawnSample
}

const NO_PAIRS: PairFigures = {
  margins: [],
  logpsAvgChosen: [],
  logpsAvgRejected: [],
  lengthsChosen: [],
  lengthsRejected: [],
}

const column = (sums: PairLogProbSums[], side: keyof PairLogProbSums): number[] => sums.map((sum) => sum[side])

const withoutIds = ({ prompt, base, policy }: ComparedSample) => {
  const plain = ({ text, tokens, ended, score }: DrawnSample) => ({ text, tokens, ended, score })
  return { prompt, base: plain(base), policy: plain(policy) }
}

/** Surprise of the base at the chosen completions, per byte of text; null for rows that came as ids. */
export function natsPerByte(pairs: TokenizedPair[], base: PairLogProbSums[]): number | null {
  let nats = 0
  let bytes = 0
  const encoder = new TextEncoder()
  pairs.forEach((pair, i) => {
    if (pair.pair.ids || pair.cutChosen) return
    const { chosen } = pair.pair
    const text = typeof chosen === 'string' ? chosen : chosen.map((message) => message.content).join('')
    nats -= base[i]!.chosen
    bytes += encoder.encode(text).length
  })
  return bytes > 0 ? nats / bytes : null
}
