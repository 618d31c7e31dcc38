/**
 * @file WGSL of a matrix product out = finish(A·B), for each order of the factors, tile shape and finish.
 *
 * `nn`: A [m, k], B [k, n]. `nt`: A [m, k], B [n, k] (a product with the transpose of what is held). `tn`: A [k, m],
 * B [k, n] (a weight's gradient). Numbers are loaded four at a time; sizes that do not come in fours take the scalar
 * kernel. Rows and columns beyond the edge are loaded from the edge and not stored.
 */
import { type HalfFormat, halfToNumber, halfToVector } from '../half'
import { geluFunctions } from './gelu-wgsl'
import { type Kernel, kernelFor } from './kernel'
import { broadcast, registers, scalar } from './product-registers'
import { shared } from './product-shared'
import type { ProductSpec } from './product-spec'
import { type Tile, tileName } from './tiles'

export function productKernel(spec: ProductSpec): Kernel {
  const { bias, activation, slope, residual, scale, accumulate } = spec.finish
  const flags = [
    spec.halfB,
    scale && 'scale',
    bias && 'bias',
    activation,
    slope && `${slope}-slope`,
    residual && 'residual',
    accumulate && 'accumulate',
  ]
  const key = `product/${spec.order}/${tileName(spec.tile)}/${spec.lanes}${spec.ragged ? '/ragged' : ''}/${flags.filter(Boolean).join('+')}`
  return kernelFor(key, () => {
    const vector = spec.lanes === 4 ? 'vec4f' : 'f32'
    const isBroadcast = spec.tile.kind === 'broadcast'
    return {
      enables: isBroadcast ? ['subgroups'] : [],
      reads: [
        `a: array<${isBroadcast ? 'f32' : vector}>`,
        `b: array<${spec.halfB ? (spec.lanes === 4 ? 'vec2u' : 'u32') : vector}>`,
        ...(bias ? [`bias: array<${vector}>`] : []),
        ...(residual ? [`residual: array<${vector}>`] : []),
      ],
      writes: [`out: array<${vector}>`, ...(activation || slope ? [`kept: array<${vector}>`] : [])],
      params: scale ? [...PARAMS, 'scale: f32'] : PARAMS,
      code: `${helpers(spec)}\n${storeFunction(spec)}\n${BODIES[spec.tile.kind](spec)}`,
    }
  })
}

/** Sizes; then for each matrix the distance of its rows and its first place, in loads. */
const PARAMS = ['m', 'n', 'k', 'aRow', 'aStart', 'bRow', 'bStart', 'outRow', 'outStart'].map((name) => `${name}: u32`)

/** Threads and blocks along rows and columns: the dispatch. */
export function productGroups({ rows, columns, across, down }: Tile, m: number, n: number): [number, number] {
  return [Math.ceil(n / (columns * across)), Math.ceil(m / (rows * down))]
}

function helpers({ finish, lanes, halfB }: ProductSpec): string {
  const form = finish.activation ?? finish.slope
  const type = lanes === 4 ? 'vec4f' : 'f32'
  const fromHalf = lanes === 4 ? (format: HalfFormat) => halfToVector(format, 'b[at]') : halfNumberOfB
  const load = halfB ? fromHalf(halfB) : 'b[at]'
  const loadB = `fn bAt(at: u32) -> ${type} { return ${load}; }`
  return `${loadB}\n${form ? geluFunctions(form, type) : ''}`
}

/** Two share a word, so rows of an even length begin with one. */
const halfNumberOfB = (format: HalfFormat): string => halfToNumber(format, 'b[at / 2u]', 'at % 2u')

/** Column indices count groups of `lanes`. */
function storeFunction({ lanes, finish }: ProductSpec): string {
  const { bias, activation, slope, residual, scale, accumulate } = finish
  const vector = lanes === 4 ? 'vec4f' : 'f32'
  return `
fn store(row: u32, column: u32, product: ${vector}) {
  if (row >= params.m || column * ${lanes}u >= params.n) { return; }
  let at = params.outStart + row * params.outRow + column;
  var v = product${scale ? ' * params.scale' : ''};
  ${bias ? 'v += bias[column];' : ''}
  ${activation ? 'kept[at] = v; v = activate(v);' : ''}
  ${slope ? 'let held = kept[at]; v *= activationSlope(held); kept[at] = activate(held);' : ''}
  ${residual ? 'v += residual[at];' : ''}
  ${accumulate ? 'v += out[at];' : ''}
  out[at] = v;
}`
}

const BODIES: Record<Tile['kind'], (spec: ProductSpec) => string> = {
  registers: (spec) => (spec.lanes === 4 ? registers(spec) : scalar(spec)),
  broadcast,
  shared,
}
