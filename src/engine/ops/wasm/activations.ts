/** @file GELU and gated SiLU on wasm; the formulas and their sources are in the plain forms. */
import type * as tf from '@tensorflow/tfjs-core'
import type { GeluForm } from '../gelu'
import { f32x4, type Routine, type Value, type Variable } from './assembler'
import { elementwise, type Keep } from './elementwise'
import { output } from './module'
import { exp, sigmoid } from './vectors'

const { add, sub, mul, div, constant } = f32x4
const ONE = constant(1)
const square = (x: Variable) => mul(x, x)

interface Form {
  /** What x is multiplied with. */
  gate(self: Routine, keep: Keep, x: Variable): Variable
  /** The slope of x · gate, and the gate. */
  slope(self: Routine, keep: Keep, x: Variable): { slope: Value; gate: Variable }
}

const CUBIC = 0.044715
const SLOPE = Math.sqrt(2 / Math.PI)

const tanhForm: Form = {
  gate: (self, keep, x) =>
    keep(sigmoid(self, mul(x, add(mul(square(x), constant(2 * SLOPE * CUBIC)), constant(2 * SLOPE))))),
  slope(self, keep, x) {
    const s = tanhForm.gate(self, keep, x)
    const inner = add(mul(square(x), constant(6 * SLOPE * CUBIC)), constant(2 * SLOPE))
    return { slope: mul(s, add(mul(mul(x, inner), sub(ONE, s)), ONE)), gate: s }
  },
}

/** Abramowitz and Stegun 1964, 7.1.26; highest power first. */
const ERF = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592] as const
const ERF_RATE = 0.3275911

const exactForm: Form = {
  gate: (self, keep, x) => normalDistribution(self, keep, x).cumulative,
  slope(self, keep, x) {
    const { cumulative, bell } = normalDistribution(self, keep, x)
    return { slope: add(cumulative, mul(mul(x, bell), constant(1 / Math.sqrt(2 * Math.PI)))), gate: cumulative }
  },
}

/** By the error function, to 1.5e-7; and e^(-x²/2). */
function normalDistribution(self: Routine, keep: Keep, x: Variable) {
  const bell = keep(exp(self, mul(square(x), constant(-0.5))))
  const z = mul(f32x4.abs(x), constant(Math.SQRT1_2))
  const t = keep(div(ONE, add(mul(z, constant(ERF_RATE)), ONE)))
  const series = ERF.slice(1).reduce((sum: Value, factor) => add(mul(sum, t), constant(factor)), constant(ERF[0]))
  const tail = keep(mul(mul(mul(series, t), bell), constant(0.5)))
  const cumulative = keep(f32x4.choose(sub(ONE, tail), tail, f32x4.greater(x, constant(0))))
  return { cumulative, bell }
}

const geluKernels = ({ gate, slope }: Form, name: GeluForm) => ({
  forward: elementwise({
    name,
    inputs: ['x'],
    outputs: ['y'],
    write: ({ x }, keep, self) => ({ y: mul(x, gate(self, keep, x)) }),
  }),
  backward: elementwise({
    name: `${name} backward`,
    inputs: ['x', 'dy'],
    outputs: ['dx'],
    write: ({ x, dy }, keep, self) => ({ dx: mul(dy, slope(self, keep, x).slope) }),
  }),
  restoring: elementwise({
    name: `${name} backward, restoring`,
    inputs: ['x', 'dy'],
    outputs: ['dx', 'y'],
    write({ x, dy }, keep, self) {
      const at = slope(self, keep, x)
      return { dx: mul(dy, at.slope), y: mul(x, at.gate) }
    },
  }),
})

const FORMS = {
  'gelu-tanh': geluKernels(tanhForm, 'gelu-tanh'),
  'gelu-exact': geluKernels(exactForm, 'gelu-exact'),
}

/** x of any shape. */
export function gelu(x: tf.Tensor2D, form: GeluForm): tf.Tensor2D {
  const y = output<tf.Tensor2D>(x.shape)
  FORMS[form].forward({ x, y })
  return y
}

export function geluBackward(x: tf.Tensor2D, dy: tf.Tensor2D, form: GeluForm): tf.Tensor2D {
  const dx = output<tf.Tensor2D>(x.shape)
  FORMS[form].backward({ x, dy, dx })
  return dx
}

/** Turns dy into dx, and x into gelu(x) again. */
export function geluBackwardRestoring(x: tf.Tensor2D, dy: tf.Tensor2D, form: GeluForm): void {
  FORMS[form].restoring({ x, dy, dx: dy, y: x })
}

const siluForward = elementwise({
  name: 'gated-silu',
  inputs: ['gate', 'up'],
  outputs: ['y'],
  write: ({ gate, up }, _, self) => ({ y: mul(mul(gate, sigmoid(self, gate)), up) }),
})

const siluBackward = elementwise({
  name: 'gated-silu backward',
  inputs: ['gate', 'up', 'dy'],
  outputs: ['dGate', 'dUp'],
  write({ gate, up, dy }, keep, self) {
    const s = keep(sigmoid(self, gate))
    const silu = keep(mul(gate, s))
    // s · (1 + gate · (1 - s))
    const slope = add(s, mul(silu, sub(ONE, s)))
    return { dGate: mul(mul(dy, up), slope), dUp: mul(dy, silu) }
  },
})

/** silu(gate) · up; both [n, m]. */
export function gatedSiluForward(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  const y = output<tf.Tensor2D>(gate.shape)
  siluForward({ gate, up, y })
  return y
}

/** All [n, m]. */
export function gatedSiluBackward(gate: tf.Tensor2D, up: tf.Tensor2D, dy: tf.Tensor2D) {
  const dGate = output<tf.Tensor2D>(gate.shape)
  const dUp = output<tf.Tensor2D>(gate.shape)
  siluBackward({ gate, up, dy, dGate, dUp })
  return { dGate, dUp }
}
