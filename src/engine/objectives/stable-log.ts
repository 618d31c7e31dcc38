/**
 * @file Logarithms that keep their relative precision. WGSL has neither log1p nor expm1, and the plain formulas cancel;
 * these are built from operations that every backend has right.
 */
import type { Operand, Scalars } from '../ops/scalars'

/** Value of c[0] + c[1] x + c[2] x² + ... by Horner's rule. */
function polynomial<S>(m: Scalars<S>, x: S, coefficients: number[]): Operand<S> {
  const [last, ...rest] = [...coefficients].reverse() as [number, ...number[]]
  return rest.reduce<Operand<S>>((sum, c) => m.add(m.mul(sum, x), c), last)
}

/** 1, 1/3, 1/5, ...: log(1 + t) = 2 artanh(s) = 2 s (1 + s²/3 + s⁴/5 + ...) with s = t / (2 + t). */
const ARTANH = [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13]

/** log(1 + t) for t in [0, 1]: s² is at most 1/9, so seven terms reach float32. */
function log1pUpToOne<S>(m: Scalars<S>, t: S): S {
  const s = m.div(t, m.add(t, 2))
  return m.mul(m.mul(s, 2), polynomial(m, m.mul(s, s), ARTANH))
}

/** log(1 + eˣ) and its derivative, the logistic function of x. Right for any finite x. */
export function softplus<S>(m: Scalars<S>, x: S): { value: S; slope: S } {
  // e^-|x| cannot overflow, and holds all that is left of the smaller side.
  const tail = m.exp(m.neg(m.abs(x)))
  return {
    value: m.add(m.max(x, 0), log1pUpToOne(m, tail)),
    slope: m.div(m.ifGreater(x, 0, 1, tail), m.add(tail, 1)),
  }
}

/** 1, 1/2!, 1/3!, ...: (1 - e^-x) / x with alternating signs. */
const ONE_MINUS_EXP = [1, 2, 6, 24, 120, 720, 5040, 40320].map((factorial, k) => (k % 2 ? -1 : 1) / factorial)

/** 1 - e^-x for x >= 0, without cancellation near 0. */
export function oneMinusExp<S>(m: Scalars<S>, x: S): S {
  // The series serves up to 0.5 and is held there, so that the branch not taken stays finite.
  const near = m.min(x, 0.5)
  return m.ifGreater(0.5, x, m.mul(near, polynomial(m, near, ONE_MINUS_EXP)), m.sub(1, m.exp(m.neg(x))))
}
