/** @file The product kernel whose workgroups load blocks of both factors into their memory first. */
import type { ProductSpec } from './product-spec'
import { count, declareSums, each, storeSums } from './product-text'

/** Depth of the blocks that a workgroup loads. */
const DEPTH = 16

/** Blocks lie in the workgroup's memory as [depth, rows] and [depth, columns]. */
export function shared({ order, tile, ragged }: ProductSpec): string {
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
