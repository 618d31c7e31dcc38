/** @file Pulls a training run: play, pause, one step, stop. Events leave in batches, about ten times a second. */
import type { Training } from '../engine/training/trainer'
import type { RunState } from '../protocol/messages'
import type { TrainEvent } from '../protocol/train-events'
import { yieldToMessages } from './yield-to-messages'

/** Milliseconds between two batches of events. */
const BATCH_INTERVAL = 100

export interface RunLoopCallbacks {
  onEvents(events: TrainEvent[]): void
  onState(state: RunState): void
  onError(error: unknown): void
}

export class RunLoop {
  private state: RunState = 'paused'
  private readonly generator: ReturnType<Training['events']>
  private waiting: TrainEvent[] = []
  private lastBatch = 0
  private lastStep = 0
  private pauseAfterStep = false
  private abandoned = false
  private active: Promise<void> | null = null
  /** The last evaluation of a run that was told to stop: it still computes with the policy. */
  private ending: Promise<unknown> | null = null

  constructor(
    readonly training: Training,
    private readonly callbacks: RunLoopCallbacks,
  ) {
    this.generator = training.events()
  }

  resume(): void {
    this.pauseAfterStep = false
    this.go()
  }

  pause(): void {
    if (this.state === 'running') this.become('paused')
  }

  /** One optimizer step, then pause; the evaluation that belongs to it is still made. */
  step(): void {
    this.pauseAfterStep = true
    this.go()
  }

  /** Ends the run where it is. The policy is kept. */
  async stop(): Promise<void> {
    if (this.state === 'finished' || this.state === 'failed') return
    this.pauseAfterStep = false
    this.become('paused')
    this.ending ??= this.end()
    // A run that is abandoned meanwhile has nothing more to say, not even that it failed.
    await this.ending.catch((error: unknown) => {
      if (!this.abandoned) throw error
    })
  }

  private async end(): Promise<void> {
    await this.active
    await this.generator.return(undefined)
    if (this.abandoned) return
    this.waiting.push(await this.training.finish('stopped', null, this.lastStep))
    this.flush()
    this.become('finished')
  }

  /** Ends the run without a word: its figures are of no more use. */
  async abandon(): Promise<void> {
    this.abandoned = true
    this.state = 'finished'
    this.training.halt()
    await this.active
    await this.generator.return(undefined)
    // What it computes with is freed when this is done. Nobody waits for its figures, so a fault is nobody's either.
    await this.ending?.catch(() => {})
  }

  private go(): void {
    if (this.state === 'finished' || this.state === 'failed') return
    this.become('running')
    this.active ??= this.pull().finally(() => {
      this.active = null
    })
  }

  private async pull(): Promise<void> {
    const outstanding: Promise<void>[] = []
    try {
      let evaluationFollows: boolean | undefined = false
      const isSingleStepLeft = () => this.state === 'paused' && this.pauseAfterStep && evaluationFollows
      while (this.state === 'running' || isSingleStepLeft()) {
        const { value, done } = await this.generator.next()
        if (done) {
          await Promise.all(outstanding)
          this.flush()
          return this.become('finished')
        }
        evaluationFollows = value.evaluationFollows
        // In the order of emission, however late a figure comes back from the device.
        const before = outstanding.at(-1) ?? Promise.resolve()
        outstanding.push(before.then(async () => this.take(await value.event, value.evaluationFollows)))
        // A single step must be seen before another is taken.
        if (this.pauseAfterStep) await outstanding.at(-1)
        if (outstanding.length > 3) await outstanding.shift()
        await yieldToMessages()
      }
      await Promise.all(outstanding)
      this.flush()
    } catch (error) {
      await Promise.allSettled(outstanding)
      if (this.abandoned) return
      this.flush()
      this.become('failed')
      this.callbacks.onError(error)
    }
  }

  private take(event: TrainEvent, evaluationFollows = false): void {
    this.waiting.push(event)
    if (event.type === 'step') {
      this.lastStep = event.step
      if (this.pauseAfterStep) this.pause()
    }
    // Nothing leaves while an evaluation computes: what is there must not wait for it.
    if (evaluationFollows || performance.now() - this.lastBatch > BATCH_INTERVAL) this.flush()
  }

  private flush(): void {
    if (this.waiting.length > 0 && !this.abandoned) this.callbacks.onEvents(this.waiting)
    this.waiting = []
    this.lastBatch = performance.now()
  }

  private become(state: RunState): void {
    if (this.abandoned) return
    this.state = state
    this.callbacks.onState(state)
  }
}
