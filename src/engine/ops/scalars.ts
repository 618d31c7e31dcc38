/**
 * @file A small algebra of scalars, for formulas that are written once and run both as plain JavaScript on numbers and
 * as one kernel on a GPU (webgpu/scalar-kernel.ts).
 */

/** A scalar of the algebra, or a constant. */
export type Operand<S> = S | number

export interface Scalars<S> {
  add(a: Operand<S>, b: Operand<S>): S
  sub(a: Operand<S>, b: Operand<S>): S
  mul(a: Operand<S>, b: Operand<S>): S
  div(a: Operand<S>, b: Operand<S>): S
  neg(a: Operand<S>): S
  abs(a: Operand<S>): S
  exp(a: Operand<S>): S
  log(a: Operand<S>): S
  min(a: Operand<S>, b: Operand<S>): S
  max(a: Operand<S>, b: Operand<S>): S
  /** `a > b ? yes : no`. Both are computed, so the one not taken must not overflow either. */
  ifGreater(a: Operand<S>, b: Operand<S>, yes: Operand<S>, no: Operand<S>): S
}

/** The algebra on JavaScript's own numbers, in double precision. */
export const NUMBERS: Scalars<number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  abs: Math.abs,
  exp: Math.exp,
  log: Math.log,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  ifGreater: (a, b, yes, no) => (a > b ? yes : no),
}

/** A function of a few numbers, by name. Constants are a part of it; what changes from call to call is a param. */
export interface Formula<In extends string = string, Param extends string = string, Out extends string = string> {
  /** What its kernel is called. */
  name: string
  /** In the order in which the tensors' columns come. */
  inputs: readonly In[]
  /** Numbers that all elements of a call share. */
  params: readonly Param[]
  /** One list for each tensor of results. */
  outputs: readonly (readonly Out[])[]
  evaluate<S>(m: Scalars<S>, x: Record<In, S>, params: Record<Param, S>): Record<Out, Operand<S>>
}
