/** @file Methods of iterators that jax-js uses and Node 20 lacks; Node 22 has them. Adds what is missing. */

type Step<T, U> = (value: T, index: number) => U

const helpers = {
  *map<T, U>(this: Iterable<T>, change: Step<T, U>) {
    let i = 0
    for (const value of this) yield change(value, i++)
  },
  *filter<T>(this: Iterable<T>, keep: Step<T, boolean>) {
    let i = 0
    for (const value of this) if (keep(value, i++)) yield value
  },
  *flatMap<T, U>(this: Iterable<T>, change: Step<T, Iterable<U>>) {
    let i = 0
    for (const value of this) yield* change(value, i++)
  },
  toArray<T>(this: Iterable<T>): T[] {
    return [...this]
  },
  some<T>(this: Iterable<T>, test: Step<T, boolean>): boolean {
    return [...this].some(test)
  },
  every<T>(this: Iterable<T>, test: Step<T, boolean>): boolean {
    return [...this].every(test)
  },
  find<T>(this: Iterable<T>, test: Step<T, boolean>): T | undefined {
    return [...this].find(test)
  },
  forEach<T>(this: Iterable<T>, visit: Step<T, void>): void {
    ;[...this].forEach(visit)
  },
  reduce<T>(this: Iterable<T>, ...args: [(a: T, b: T) => T]): T {
    return [...this].reduce(...args)
  },
}

export function addIteratorHelpers(): void {
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object
  for (const [name, value] of Object.entries(helpers)) {
    if (!(name in prototype)) Object.defineProperty(prototype, name, { value, configurable: true, writable: true })
  }
}
