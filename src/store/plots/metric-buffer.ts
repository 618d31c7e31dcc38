/** @file Columns of figures over optimizer steps, in typed arrays that grow; outside any store, so drawing is cheap. */
import type { MetricKey } from '../../protocol/metrics'

type Figures = Partial<Record<MetricKey, number | null>>

const FIRST_CAPACITY = 256

export class MetricBuffer {
  #length = 0
  #capacity = FIRST_CAPACITY
  #steps = new Float64Array(FIRST_CAPACITY)
  #columns = new Map<MetricKey, Float64Array>()

  get length(): number {
    return this.#length
  }

  /** Optimizer steps, ascending: a view, valid until the next append. */
  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length)
  }

  /** Keys that have had at least one value. */
  get keys(): MetricKey[] {
    return [...this.#columns.keys()]
  }

  /** One figure at every step, NaN where it is missing: a view, valid until the next append. */
  series(key: MetricKey): Float64Array {
    const column = this.#columns.get(key)
    return column ? column.subarray(0, this.#length) : new Float64Array(this.#length).fill(Number.NaN)
  }

  /** The newest value of a figure that is not missing. */
  last(key: MetricKey): number | null {
    const column = this.#columns.get(key)
    if (!column) return null
    for (let i = this.#length - 1; i >= 0; i--) {
      const value = column[i]!
      if (!Number.isNaN(value)) return value
    }
    return null
  }

  append(step: number, figures: Figures): void {
    if (this.#length === this.#capacity) this.#grow()
    const row = this.#length++
    this.#steps[row] = step
    for (const [key, value] of Object.entries(figures) as [MetricKey, number | null][]) {
      if (value !== null && value !== undefined) this.#column(key)[row] = value
    }
  }

  clear(): void {
    this.#length = 0
    this.#columns.clear()
  }

  #column(key: MetricKey): Float64Array {
    let column = this.#columns.get(key)
    if (!column) {
      column = new Float64Array(this.#capacity).fill(Number.NaN)
      this.#columns.set(key, column)
    }
    return column
  }

  #grow(): void {
    this.#capacity *= 2
    const steps = new Float64Array(this.#capacity)
    steps.set(this.#steps)
    this.#steps = steps
    for (const [key, column] of this.#columns) {
      const grown = new Float64Array(this.#capacity).fill(Number.NaN)
      grown.set(column)
      this.#columns.set(key, grown)
    }
  }
}
