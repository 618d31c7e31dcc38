/** @file Product kernels whose threads load what they need themselves: alone, or handing numbers round. */
import type { ProductSpec } from './product-spec'
import { count, declareSums, each, storeSums } from './product-text'

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

export function registers({ order, tile, ragged }: ProductSpec): string {
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
export function broadcast({ order, tile, ragged }: ProductSpec): string {
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

/** Any sizes; a thread has a block of 4 x 4. */
export function scalar({ order, tile }: ProductSpec): string {
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
