/** @file GELU, gated SiLU and rotary positions on WebGPU; the formulas and their sources are in the plain forms. */
import type * as tf from '@tensorflow/tfjs-core'
import type { GeluForm } from '../gelu'
import { geluFunctions } from './gelu-wgsl'
import { kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'

const THREADS = 64
/** Workgroups along x, at most. */
const ACROSS = 32_768

/** Begins a kernel with one thread for each of `params.size` places, `i`. */
export const EACH = `
@compute @workgroup_size(${THREADS}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * ${THREADS * ACROSS}u;
  if (i >= params.size) { return; }`

export function groupsFor(size: number): [number, number] {
  const groups = Math.ceil(size / THREADS)
  return [Math.min(groups, ACROSS), Math.ceil(groups / ACROSS)]
}

const vectors = (size: number) =>
  size % 4 === 0 ? ({ type: 'vec4f', places: size / 4 } as const) : ({ type: 'f32', places: size } as const)

/** x of any [n, m]. */
export function geluForward(x: tf.Tensor2D, form: GeluForm): tf.Tensor2D {
  const { type, places } = vectors(x.size)
  const y = output<tf.Tensor2D>(x.shape)
  const kernel = kernelFor(`${form}/${type}`, () => ({
    reads: [`x: array<${type}>`],
    writes: [`y: array<${type}>`],
    params: ['size: u32'],
    code: `${geluFunctions(form, type)}
${EACH}
  y[i] = activate(x[i]);
}`,
  }))
  runKernel(kernel, [x], [y], [places], groupsFor(places))
  return y
}

/** Both [n, m]. */
export function geluBackward(x: tf.Tensor2D, dy: tf.Tensor2D, form: GeluForm): tf.Tensor2D {
  const { type, places } = vectors(x.size)
  const dx = output<tf.Tensor2D>(x.shape)
  const kernel = kernelFor(`${form}-backward/${type}`, () => ({
    reads: [`x: array<${type}>`, `dy: array<${type}>`],
    writes: [`dx: array<${type}>`],
    params: ['size: u32'],
    code: `${geluFunctions(form, type)}
${EACH}
  dx[i] = dy[i] * activationSlope(x[i]);
}`,
  }))
  runKernel(kernel, [x, dy], [dx], [places], groupsFor(places))
  return dx
}

/** silu(gate) · up; gate and up [n, m]. */
export function gatedSiluForward(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  const { type, places } = vectors(gate.size)
  const y = output<tf.Tensor2D>(gate.shape)
  const kernel = kernelFor(`gated-silu/${type}`, () => ({
    reads: [`gate: array<${type}>`, `up: array<${type}>`],
    writes: [`y: array<${type}>`],
    params: ['size: u32'],
    code: `${EACH}
  let g = gate[i];
  y[i] = g / (1.0 + exp(min(-g, ${type}(80.0)))) * up[i];
}`,
  }))
  runKernel(kernel, [gate, up], [y], [places], groupsFor(places))
  return y
}

/** Both [n, m]. */
export function gatedSiluBackward(gate: tf.Tensor2D, up: tf.Tensor2D, dy: tf.Tensor2D) {
  const { type, places } = vectors(gate.size)
  const dGate = output<tf.Tensor2D>(gate.shape)
  const dUp = output<tf.Tensor2D>(gate.shape)
  const kernel = kernelFor(`gated-silu-backward/${type}`, () => ({
    reads: [`gate: array<${type}>`, `up: array<${type}>`, `dy: array<${type}>`],
    writes: [`dGate: array<${type}>`, `dUp: array<${type}>`],
    params: ['size: u32'],
    code: `${EACH}
  let g = gate[i];
  let s = 1.0 / (1.0 + exp(min(-g, ${type}(80.0))));
  dUp[i] = dy[i] * g * s;
  dGate[i] = dy[i] * up[i] * s * (1.0 + g * (1.0 - s));
}`,
  }))
  runKernel(kernel, [gate, up, dy], [dGate, dUp], [places], groupsFor(places))
  return { dGate, dUp }
}

/**
 * Turns the first `columns` of each row of x [n, width] in place, pair by pair (i with i + D/2), by the angle of the
 * row's token; `direction` -1 turns back. cos and sin hold D numbers a token, both halves alike; row r is token
 * r % tokens.
 */
export function rotateInPlace(
  x: tf.Tensor2D,
  cos: tf.Tensor,
  sin: tf.Tensor,
  { columns, tokens, headDim, direction }: { columns: number; tokens: number; headDim: number; direction: 1 | -1 },
): void {
  const [n, width] = x.shape
  const kernel = kernelFor('rotary', () => ({
    reads: ['cosines: array<f32>', 'sines: array<f32>'],
    writes: ['x: array<f32>'],
    params: ['size: u32', 'width: u32', 'pairs: u32', 'perRow: u32', 'tokens: u32', 'direction: f32'],
    code: `${EACH}
  let row = i / params.perRow;
  let pair = i % params.perRow;
  let j = pair % params.pairs;
  let at = row * params.width + (pair / params.pairs) * 2u * params.pairs + j;
  let angle = (row % params.tokens) * 2u * params.pairs + j;
  let a = x[at];
  let b = x[at + params.pairs];
  let c = cosines[angle];
  let s = sines[angle] * params.direction;
  x[at] = a * c - b * s;
  x[at + params.pairs] = b * c + a * s;
}`,
  }))
  const size = (n * columns) / 2
  runKernel(kernel, [cos, sin], [x], [size, width, headDim / 2, columns / 2, tokens, direction], groupsFor(size))
}

/** into += x, of equal size. */
export function addTo(into: tf.Tensor, x: tf.Tensor): void {
  const { type, places } = vectors(into.size)
  const kernel = kernelFor(`add-to/${type}`, () => ({
    reads: [`x: array<${type}>`],
    writes: [`y: array<${type}>`],
    params: ['size: u32'],
    code: `${EACH}
  y[i] += x[i];
}`,
  }))
  runKernel(kernel, [x], [into], [places], groupsFor(places))
}
