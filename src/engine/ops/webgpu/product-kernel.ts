/**
 * @file WGSL of a matrix product out = finish(A·B), for each order of the factors, tile shape and finish.
 *
 * `nn`: A [m, k], B [k, n]. `nt`: A [m, k], B [n, k] (a product with the transpose of what is held). `tn`: A [k, m],
 * B [k, n] (a weight's gradient). Numbers are loaded four at a time; sizes that do not come in fours take the scalar
 * kernel. Rows and columns beyond the edge are loaded from the edge and not stored.
 */
import type { GeluForm } from '../gelu'
import { geluFunctions } from './gelu-wgsl'
import { type Kernel, kernelFor } from './run-kernel'
import { type Tile, tileName } from './tiles'

export type Order = 'nn' | 'nt' | 'tn'

/** What becomes of A·B on its way to memory, in this order. */
export interface Finish {
  bias: boolean
  /** Keeps the value of here, and stores its activation (`out`) beside it. */
  activation: GeluForm | null
  /** Multiplies with the slope of the activation at the value that was kept, and puts the activation in its place. */
  slope: GeluForm | null
  residual: boolean
  /** Multiplies A·B with a number, before anything else. */
  scale: boolean
  /** Adds to what `out` holds. */
  accumulate: boolean
}

export interface ProductSpec {
  order: Order
  tile: Tile
  /** 4, or 1 for sizes that do not come in fours. */
  lanes: 4 | 1
  /** The sum's length is not a multiple of 4 (only `nn` minds). */
  ragged: boolean
  /** B holds 16-bit floats, two in each word. Every adapter can unpack them: it takes no `shader-f16`. */
  halfB: boolean
  finish: Finish
}

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const each = (n: number, text: (i: number) => string, joint = '\n'): string => count(n).map(text).join(joint)

export function productKernel(spec: ProductSpec): Kernel {
  const { bias, activation, slope, residual, scale, accumulate } = spec.finish
  const flags = [
    spec.halfB && 'half',
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
        `b: array<${spec.halfB ? 'vec2u' : vector}>`,
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
  const load = halfB ? 'vec4f(unpack2x16float(b[at].x), unpack2x16float(b[at].y))' : 'b[at]'
  const loadB = `fn bAt(at: u32) -> ${type} { return ${load}; }`
  return `${loadB}\n${form ? geluFunctions(form, type) : ''}`
}

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

/** Sums of a thread: c{row}_{group of 4 columns}. */
const declareSums = (rows: number, groups: number) =>
  each(rows, (r) => each(groups, (j) => `var c${r}_${j} = vec4f();`, ' '))
const storeSums = (rows: number, groups: number, column: (j: number) => string) =>
  each(rows, (r) => each(groups, (j) => `store(row + ${r}u, ${column(j)}, c${r}_${j});`, ' '))

/** Places of the groups of 4 columns that a thread loads from B (`nn`, `tn`), held at the edge. */
const columnPlaces = (groups: number) =>
  each(groups, (j) => `let n${j} = params.bStart + min(column + ${j}u, (params.n - 1u) / 4u);`)
/** Places of the rows of B whose products make up a thread's columns (`nt`). */
const columnRows = (columns: number) =>
  each(columns, (j) => `let n${j} = params.bStart + min(4u * column + ${j}u, params.n - 1u) * params.bRow;`)

/** b{j}: B at depth `at`, for each group of 4 columns. */
const loadB = (groups: number, at: string, ragged = false) =>
  each(groups, (j) => `let b${j} = bAt(n${j} + ${ragged ? `min(${at}, params.k - 1u)` : at} * params.bRow);`, ' ')
/** t{column}: four depths of each column, from B's rows. */
const loadRowsOfB = (columns: number, depth: string) => each(columns, (j) => `let t${j} = bAt(n${j} + ${depth});`, ' ')
/** b{j} at depth q of 4, turned from the rows above. */
const turnB = (groups: number, q: number) =>
  each(
    groups,
    (j) =>
      `let b${j} = vec4f(${count(4)
        .map((i) => `t${4 * j + i}[${q}]`)
        .join(', ')});`,
    ' ',
  )

function registers({ order, tile, ragged }: ProductSpec): string {
  const { rows, columns, across, down } = tile
  const groups = columns / 4
  const add = (a: (r: number) => string) =>
    each(rows, (r) => each(groups, (j) => `c${r}_${j} += ${a(r)} * b${j};`, ' '))
  const rowPlaces = each(rows, (r) => `let m${r} = params.aStart + min(row + ${r}u, params.m - 1u) * params.aRow;`)
  const loadA = each(rows, (r) => `let a${r} = a[m${r} + k];`, ' ')
  const rowGroups = each(rows / 4, (i) => `let m${i} = params.aStart + min(row / 4u + ${i}u, (params.m - 1u) / 4u);`)
  const loops = {
    nn: () => `${rowPlaces}\n${columnPlaces(groups)}
  for (var k = 0u; k < (params.k + 3u) / 4u; k++) {
    ${loadA}
    ${each(4, (q) => `{ ${loadB(groups, `(4u * k + ${q}u)`, ragged)} ${add((r) => `a${r}[${q}]`)} }`)}
  }`,
    nt: () => `${rowPlaces}\n${columnRows(columns)}
  for (var k = 0u; k < params.k / 4u; k++) {
    ${loadA}
    ${loadRowsOfB(columns, 'k')}
    ${each(4, (q) => `{ ${turnB(groups, q)} ${add((r) => `a${r}[${q}]`)} }`)}
  }`,
    tn: () => `${rowGroups}\n${columnPlaces(groups)}
  for (var k = 0u; k < params.k; k++) {
    ${each(rows / 4, (i) => `let a${i} = a[m${i} + k * params.aRow];`, ' ')}
    ${loadB(groups, 'k')}
    ${add((r) => `a${r >> 2}[${r & 3}]`)}
  }`,
  }
  return `
@compute @workgroup_size(${across}, ${down}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * ${groups}u;
  let row = id.y * ${rows}u;
  ${declareSums(rows, groups)}
  ${loops[order]()}
  ${storeSums(rows, groups, (j) => `column + ${j}u`)}
}`
}

/** The four threads of a subgroup take one block of rows and neighbouring blocks of columns. */
function broadcast({ order, tile, ragged }: ProductSpec): string {
  const { rows, columns, across } = tile
  const groups = columns / 4
  const add = (from: (r: number) => [string, number]) =>
    each(rows, (r) => {
      const [name, lane] = from(r)
      return `{ let x = subgroupBroadcast(${name}, ${lane}u); ${each(groups, (j) => `c${r}_${j} += x * b${j};`, ' ')} }`
    })
  const rowPlaces = each(
    rows,
    (r) => `let m${r} = params.aStart + min(row + ${r}u, params.m - 1u) * params.aRow + lane;`,
  )
  const loadA = each(rows, (r) => `let a${r} = a[m${r} + k];`, ' ')
  const tnStep = (k: string) => `{
      ${each(rows / 4, (i) => `let a${i} = a[m${i} + ${k} * params.aRow];`, ' ')}
      ${loadB(groups, k)}
      ${add((r) => [`a${r >> 2}`, r & 3])}
    }`
  const loops = {
    nn: () => `${rowPlaces}\n${columnPlaces(groups)}
  for (var k = 0u; k < params.k; k += 4u) {
    ${loadA}
    ${each(4, (q) => `{ ${loadB(groups, `(k + ${q}u)`, ragged)} ${add((r) => [`a${r}`, q])} }`)}
  }`,
    nt: () => `${rowPlaces}\n${columnRows(columns)}
  for (var k = 0u; k < params.k; k += 4u) {
    ${loadA}
    ${loadRowsOfB(columns, 'k / 4u')}
    ${each(4, (q) => `{ ${turnB(groups, q)} ${add((r) => [`a${r}`, q])} }`)}
  }`,
    tn: () => `${each(rows / 4, (i) => `let m${i} = params.aStart + min(row + ${4 * i}u, params.aRow - 4u) + lane;`)}
  ${columnPlaces(groups)}
  let whole = params.k & ~3u;
  for (var k = 0u; k < whole; k += 4u) {
    ${each(4, (q) => tnStep(`(k + ${q}u)`))}
  }
  for (var k = whole; k < params.k; k++) {
    ${tnStep('k')}
  }`,
  }
  return `
@compute @workgroup_size(${across}) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let column = (group.x * ${across}u + local) * ${groups}u;
  let row = group.y * ${rows}u;
  ${declareSums(rows, groups)}
  ${loops[order]()}
  ${storeSums(rows, groups, (j) => `column + ${j}u`)}
}`
}

/** Depth of the blocks that a workgroup loads. */
const DEPTH = 16

/** Blocks lie in the workgroup's memory as [depth, rows] and [depth, columns]. */
function shared({ order, tile, ragged }: ProductSpec): string {
  const { rows, columns, across, down } = tile
  const threads = across * down
  const height = rows * down
  const width = columns * across
  const groups = columns / 4
  const loadsA = (height * DEPTH) / 4 / threads
  const loadsB = (width * DEPTH) / 4 / threads
  const k4 = 'min(k / 4u + q, (params.k - 1u) / 4u)'
  // Beyond the depth's end A counts as zero, whatever B is there: B is held at the edge, and finite.
  const zeroed = (i: number) => `select(0.0, v[${i}], k + 4u * q + ${i}u < params.k)`
  const loadRowsOfA = each(
    loadsA,
    (i) => `{
      let t = local + ${i * threads}u; let q = t % ${DEPTH / 4}u; let r = t / ${DEPTH / 4}u;
      let v = a[params.aStart + min(row0 + r, params.m - 1u) * params.aRow + ${k4}];
      ${each(4, (j) => `blockA[(4u * q + ${j}u) * ${height}u + r] = ${zeroed(j)};`, ' ')}
    }`,
  )
  const loadColumnsOf = (name: 'A' | 'B', loads: number, size: number, first: string, limit: string) => {
    const letter = name.toLowerCase()
    const at = `params.${letter}Start + min(${first} / 4u + c, (${limit} - 1u) / 4u) + depth * params.${letter}Row`
    return each(
      loads,
      (i) => `{
      let t = local + ${i * threads}u; let c = t % ${size / 4}u; let d = t / ${size / 4}u;
      let depth = min(k + d, params.k - 1u);
      let v = ${name === 'A' ? `a[${at}]` : `bAt(${at})`};
      ${each(4, (j) => `block${name}[d * ${size}u + 4u * c + ${j}u] = ${name === 'A' ? `select(0.0, v[${j}], k + d < params.k)` : `v[${j}]`};`, ' ')}
    }`,
    )
  }
  const loadRowsOfBlockB = each(
    loadsB,
    (i) => `{
      let t = local + ${i * threads}u; let q = t % ${DEPTH / 4}u; let c = t / ${DEPTH / 4}u;
      let v = bAt(params.bStart + min(column0 + c, params.n - 1u) * params.bRow + ${k4});
      ${each(4, (j) => `blockB[(4u * q + ${j}u) * ${width}u + c] = v[${j}];`, ' ')}
    }`,
  )
  const load = {
    nn: () => loadRowsOfA + loadColumnsOf('B', loadsB, width, 'column0', 'params.n'),
    nt: () => loadRowsOfA + loadRowsOfBlockB,
    tn: () =>
      loadColumnsOf('A', loadsA, height, 'row0', 'params.m') + loadColumnsOf('B', loadsB, width, 'column0', 'params.n'),
  }
  const at = (j: number) => `4u * (${j * across}u + local % ${across}u)`
  void ragged
  return `
var<workgroup> blockA: array<f32, ${height * DEPTH}>;
var<workgroup> blockB: array<f32, ${width * DEPTH}>;
@compute @workgroup_size(${threads}) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row0 = group.y * ${height}u;
  let column0 = group.x * ${width}u;
  let down = (local / ${across}u) * ${rows}u;
  let row = row0 + down;
  ${declareSums(rows, groups)}
  for (var k = 0u; k < params.k; k += ${DEPTH}u) {
    ${load[order]()}
    workgroupBarrier();
    for (var d = 0u; d < ${DEPTH}u; d++) {
      ${each(
        groups,
        (j) =>
          `let b${j} = vec4f(${count(4)
            .map((i) => `blockB[d * ${width}u + ${at(j)} + ${i}u]`)
            .join(', ')});`,
      )}
      ${each(rows, (r) => `{ let x = blockA[d * ${height}u + down + ${r}u]; ${each(groups, (j) => `c${r}_${j} += x * b${j};`, ' ')} }`)}
    }
    workgroupBarrier();
  }
  ${storeSums(rows, groups, (j) => `(column0 + ${at(j)}) / 4u`)}
}`
}

/** Any sizes; a thread has a block of 4 x 4. */
function scalar({ order, tile }: ProductSpec): string {
  const { rows, columns, across, down } = tile
  const loadA = (r: number) => (order === 'tn' ? `a[m${r} + k * params.aRow]` : `a[m${r} + k]`)
  const loadB = (j: number) => (order === 'nt' ? `bAt(n${j} + k)` : `bAt(n${j} + k * params.bRow)`)
  const place = (base: string, index: string, limit: string, row: string) =>
    `params.${base} + min(${index}, params.${limit} - 1u)${row === '' ? '' : ` * params.${row}`}`
  return `
@compute @workgroup_size(${across}, ${down}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * ${columns}u;
  let row = id.y * ${rows}u;
  ${each(rows, (r) => each(columns, (j) => `var c${r}_${j} = 0.0;`, ' '))}
  ${each(rows, (r) => `let m${r} = ${place('aStart', `row + ${r}u`, 'm', order === 'tn' ? '' : 'aRow')};`)}
  ${each(columns, (j) => `let n${j} = ${place('bStart', `column + ${j}u`, 'n', order === 'nt' ? 'bRow' : '')};`)}
  for (var k = 0u; k < params.k; k++) {
    ${each(columns, (j) => `let b${j} = ${loadB(j)};`, ' ')}
    ${each(rows, (r) => `{ let x = ${loadA(r)}; ${each(columns, (j) => `c${r}_${j} += x * b${j};`, ' ')} }`)}
  }
  ${each(rows, (r) => each(columns, (j) => `store(row + ${r}u, column + ${j}u, c${r}_${j});`, ' '))}
}`
}
