/** @file GELU and its slope in WGSL, for numbers or groups of four; the plain forms and their sources are in ops/gelu. */

import type { GeluForm } from '../gelu'

const CUBIC = 0.044715
const SLOPE = Math.sqrt(2 / Math.PI)

/** `activate(x)` and `activationSlope(x)`. */
export function geluFunctions(form: GeluForm, type: 'f32' | 'vec4f'): string {
  return form === 'gelu-tanh' ? tanhForm(type) : exactForm(type)
}

// The argument is held below 80, where e^x is still finite: 1 / (1 + e^80) is zero all the same.
const tanhForm = (type: string) => `
fn gate(x: ${type}) -> ${type} {
  let t = x * (${2 * SLOPE * CUBIC} * x * x + ${2 * SLOPE});
  return 1.0 / (1.0 + exp(min(-t, ${type}(80.0))));
}
fn activate(x: ${type}) -> ${type} { return x * gate(x); }
fn activationSlope(x: ${type}) -> ${type} {
  let s = gate(x);
  return s * (1.0 + x * (${6 * SLOPE * CUBIC} * x * x + ${2 * SLOPE}) * (1.0 - s));
}`

/** The normal distribution by its error function, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26). */
const exactForm = (type: string) => `
fn cumulative(x: ${type}) -> ${type} {
  let z = abs(x) * ${Math.SQRT1_2};
  let t = 1.0 / (1.0 + 0.3275911 * z);
  let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * series * exp(-z * z);
  return select(tail, 1.0 - tail, x > ${type}(0.0));
}
fn activate(x: ${type}) -> ${type} { return x * cumulative(x); }
fn activationSlope(x: ${type}) -> ${type} {
  return cumulative(x) + x * exp(-0.5 * x * x) * ${1 / Math.sqrt(2 * Math.PI)};
}`
