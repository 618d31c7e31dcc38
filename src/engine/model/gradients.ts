/** @file The gradients that backward collects, and which of them are wanted at all. */
import * as tf from '@tensorflow/tfjs-core'
import type { Target } from '../ops/rows'
import type { Tensors } from './parameters'

/**
 * Gradients by parameter name, kept alive beyond the tidy in which they were made. They may be given a place (WebGPU's
 * pool): then operations write them there. Frozen parameters have none, and no work is done for them.
 */
export class Gradients {
  readonly byName: Tensors = new Map()

  constructor(
    private readonly trained: ReadonlySet<string>,
    private readonly options: { places?: Tensors; onGpu: boolean },
  ) {}

  wants(name: string): boolean {
    return this.trained.has(name)
  }

  /** Where the next gradient of `name` goes, if it has a place: one that was given, or that of an earlier gradient. */
  target(name: string): Target | undefined {
    const held = this.byName.get(name)
    const into = this.options.places?.get(name) ?? (this.options.onGpu ? held : undefined)
    return into && { into, accumulate: held !== undefined }
  }

  /** Takes over `gradient`; a parameter that is used twice (a tied head) gets the sum. */
  add(name: string, gradient: tf.Tensor): void {
    const held = this.byName.get(name)
    // Written to its place, or added to what is there.
    if (held === gradient) return
    if (!held) {
      this.byName.set(name, tf.keep(gradient))
      return
    }
    this.byName.set(name, tf.keep(tf.add(held, gradient)))
    held.dispose()
    gradient.dispose()
  }
}
