/** @file A line that rewrites itself on a terminal, and now and then a line where there is none. */
import type { TrainEvent } from '../protocol/train-events'

const WIDTH = 24

export class ProgressBar {
  private readonly began = performance.now()
  private evaluated = ''

  constructor(private readonly visible: boolean) {}

  /** @param steps Of the whole run. */
  show(event: TrainEvent, steps: number): void {
    if (!this.visible) return
    if (event.type === 'notice') this.line(event.message)
    if (event.type === 'stage')
      this.line(`stage ${event.stage} of ${event.stages}: ${event.pairs} pairs, ${event.steps} steps`)
    if (event.type === 'eval') {
      const { eval_loss: loss, 'eval_rewards/margins': margin, eval_win_rate: wins } = event.metrics
      this.evaluated = `held-out loss ${format(loss)}, margin ${format(margin)}, win rate ${format(wins)}`
      if (!process.stderr.isTTY) this.line(`step ${event.step}/${steps}  ${this.evaluated}`)
    }
    if (event.type === 'step' && process.stderr.isTTY) this.draw(event.step, steps, event.metrics.loss)
  }

  end(): void {
    if (this.visible && process.stderr.isTTY) process.stderr.write('\n')
  }

  private draw(step: number, steps: number, loss: number | null | undefined): void {
    const filled = Math.round((WIDTH * step) / steps)
    const left = ((performance.now() - this.began) / 1000 / step) * (steps - step)
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
    process.stderr.write(
      `\r\x1b[K${bar} ${step}/${steps}  loss ${format(loss)}  ${left.toFixed(0)} s left  ${this.evaluated}`,
    )
  }

  private line(text: string): void {
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}${text}\n`)
  }
}

const format = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'n/a' : value.toPrecision(4)
