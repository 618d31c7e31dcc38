/** @file Gives the event loop its turn while a long file is read, passes on progress, and notices a cancel. */
import { AppError } from '../protocol/errors'

const TURN_MS = 16
const PROGRESS_MS = 50

export class Pacer {
  private turn = performance.now()
  private reported = Number.NEGATIVE_INFINITY

  constructor(
    private readonly signal: AbortSignal | undefined,
    private readonly report: () => void,
  ) {}

  /** Cheap enough to ask after every record. */
  due(): boolean {
    return performance.now() - this.turn > TURN_MS
  }

  check(): void {
    if (this.signal?.aborted) {
      throw new AppError('data/cancelled', 'Reading was cancelled.', 'What was loaded before is still there.')
    }
  }

  async pause(): Promise<void> {
    if (performance.now() - this.reported >= PROGRESS_MS) this.progress()
    // A timer, not a resolved promise: messages such as the cancel arrive only between tasks.
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.turn = performance.now()
    this.check()
  }

  progress(): void {
    this.reported = performance.now()
    this.report()
  }
}
