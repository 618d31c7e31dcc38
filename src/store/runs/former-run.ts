/** @file A run that was left for another: what it still has to say belongs to no run that is shown. */
import type { WorkerEvent } from '../../protocol/messages'

export class FormerRun {
  /** It was told to end, and the worker has not yet said that it did. */
  private isEnding = false
  /** It says so after the first word of the next run, which was begun right behind a reset. */
  private isLate = false

  leave(isGoing: boolean): void {
    this.isEnding = isGoing
  }

  /** Gone with its worker. */
  forget(): void {
    this.isEnding = this.isLate = false
  }

  /** To be asked once of every event, in their order. */
  says(event: WorkerEvent): boolean {
    if (event.type === 'train') return this.isEnding
    if (event.type !== 'run-state') return false
    const { state } = event
    if (this.isLate && state === 'idle') {
      this.isLate = false
      return true
    }
    if (this.isEnding) {
      this.isLate = state === 'preparing'
      this.isEnding = state !== 'idle' && !this.isLate
    }
    return this.isEnding
  }
}
