/** @file Everything a run has measured, for the plots: they subscribe here and redraw without React rendering. */
import type {
  BatchFigures,
  EvalEvent,
  StageEvent,
  TokensEvent,
  TokenTexts,
  TrainEvent,
} from '../../protocol/train-events'
import { MetricBuffer } from './metric-buffer'

export interface StageMark {
  /** First optimizer step of the stage, from 1. */
  step: number
  /** 0 is the SFT warm-up. */
  stage: number
  stages: number
  kind: StageEvent['kind']
  /** Optimizer steps of the stage. */
  steps: number
  /** Pairs that it trains on. */
  pairs: number
}

/** The pairs of one optimizer step. */
export interface BatchAt {
  step: number
  pairs: BatchFigures
}

/** Redraws a second, at most. */
const REDRAW_MS = 100

export class RunFigures {
  /** Training figures, a row for every optimizer step. */
  readonly steps = new MetricBuffer()
  /** Held-out figures, a row for every evaluation; step 0 is what the run began with. */
  readonly evals = new MetricBuffer()
  readonly stageMarks: StageMark[] = []
  readonly evalEvents: EvalEvent[] = []
  /** Pair by pair, of every step that told them: the events' own arrays, not copies. */
  readonly batches: BatchAt[] = []
  /** Token by token, for every evaluation that told them; the first one, of step 0, is what the run began with. */
  readonly tokenEvents: TokensEvent[] = []
  /** Grows with every change. */
  version = 0

  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #lastTold = Number.NEGATIVE_INFINITY

  get lastEval(): EvalEvent | null {
    return this.evalEvents.at(-1) ?? null
  }

  /** What the tokens of `tokenEvents` are: one event alone tells it, since they stay. */
  get tokenTexts(): readonly TokenTexts[] {
    return this.tokenEvents.find((event) => event.texts)?.texts ?? []
  }

  /** Told after changes, at most ten times a second; the last change is always told. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  append(events: readonly TrainEvent[]): void {
    for (const event of events) this.#take(event)
    this.#changed()
  }

  clear(): void {
    this.steps.clear()
    this.evals.clear()
    this.stageMarks.length = 0
    this.evalEvents.length = 0
    this.batches.length = 0
    this.tokenEvents.length = 0
    this.#changed()
  }

  #take(event: TrainEvent): void {
    if (event.type === 'step') {
      this.steps.append(event.step, event.metrics)
      if (event.pairs) this.batches.push({ step: event.step, pairs: event.pairs })
    } else if (event.type === 'tokens') this.tokenEvents.push(event)
    else if (event.type === 'eval') {
      this.evals.append(event.step, event.metrics)
      this.evalEvents.push(event)
    } else if (event.type === 'stage') {
      const { firstStep, stage, stages, kind, steps, pairs } = event
      this.stageMarks.push({ step: firstStep, stage, stages, kind, steps, pairs })
    }
  }

  #changed(): void {
    this.version++
    if (this.#timer !== null) return
    const wait = Math.max(0, REDRAW_MS - (performance.now() - this.#lastTold))
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#lastTold = performance.now()
      for (const listener of this.#listeners) listener()
    }, wait)
  }
}
