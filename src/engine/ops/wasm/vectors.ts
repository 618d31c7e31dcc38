/** @file What kernels over rows of numbers share: loops that take four numbers at a time, sums, and the exponential. */
import { type Code, during, f32, f32x4, i32, i32x4, type Routine, type Value, type Variable } from './assembler'

/** Bytes of a float, and of four. */
export const FLOAT = 4
export const VECTOR = 16

/** How a turn of a loop reads and writes. */
export interface Lanes {
  load(address: Value, offset?: number): Code
  store(address: Value, value: Value, offset?: number): Code
  /** `value`, with zeros instead of what is there twice: for sums. */
  once(value: Value): Value
}

/** Four numbers. */
const FOUR: Lanes = { load: f32x4.load, store: f32x4.store, once: (value) => value }
const FIRST = i32x4.constant([-1, 0, 0, 0])
/** A number that was left over, four times. */
const ONE: Lanes = { load: f32x4.loadSplat, store: f32x4.storeFirst, once: (value) => f32x4.and(value, FIRST) }

/** Goes from one place to another, in bytes; `at` is the place of each turn's numbers. */
export function eachVector(at: Variable, from: Value, end: Value, body: (lanes: Lanes) => Code): Code {
  return [at.set(from), during(at, i32.sub(end, VECTOR - 1), VECTOR, body(FOUR)), during(at, end, FLOAT, body(ONE))]
}

/** The sum of a vector's four numbers. */
export const total = (x: Variable): Code =>
  f32.add(f32.add(f32x4.lane(x, 0), f32x4.lane(x, 1)), f32.add(f32x4.lane(x, 2), f32x4.lane(x, 3)))

/** The largest of a vector's four numbers. */
export const largest = (x: Variable): Code =>
  f32.max(f32.max(f32x4.lane(x, 0), f32x4.lane(x, 1)), f32.max(f32x4.lane(x, 2), f32x4.lane(x, 3)))

/** Added to a float and taken away again, leaves the nearest integer, whose bits are the sum's last. */
const ROUNDING = 1.5 * 2 ** 23
/** ln 2, the first half in few enough bits that small multiples are exact. */
const LN2 = [0.693359375, -2.1219444e-4] as const
/** e^r for |r| ≤ ln(2) / 2, lowest power first (Cephes mathematical library, expf). */
const SERIES = [1, 1, 0.5, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.98756915e-4].map(
  (factor) => f32x4.constant(factor),
) as [Code, Code, Code, Code, Code, Code, Code, Code]

/** e^x to about a bit, for each of four numbers; 1e-38 below -87, and no more than e^88. */
export function exp(self: Routine, x: Value): Code {
  const { bounded, power, n, r, square } = self.declare('v128', 'bounded', 'power', 'n', 'r', 'square')
  const number = f32x4.constant
  const pair = (i: 0 | 2 | 4 | 6) => self.mulAdd(r, SERIES[i + 1]!, SERIES[i]!)
  // By pairs of powers: what depends on each other one after another is what takes the time here.
  const low = self.mulAdd(pair(2), square, pair(0))
  const high = self.mulAdd(pair(6), square, pair(4))
  return [
    bounded.set(f32x4.max(f32x4.min(x, number(88)), number(-87))),
    power.set(self.mulAdd(bounded, number(Math.LOG2E), number(ROUNDING))),
    n.set(f32x4.sub(power, number(ROUNDING))),
    r.set(self.mulAdd(n, number(-LN2[1]), self.mulAdd(n, number(-LN2[0]), bounded))),
    square.set(f32x4.mul(r, r)),
    i32x4.add(self.mulAdd(high, f32x4.mul(square, square), low), i32x4.shl(power, 23)),
  ]
}

/** 1 / (1 + e^-x). */
export function sigmoid(self: Routine, x: Value): Code {
  const one = f32x4.constant(1)
  return f32x4.div(one, f32x4.add(exp(self, f32x4.neg(x)), one))
}
