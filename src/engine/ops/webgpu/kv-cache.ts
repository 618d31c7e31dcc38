/** @file The key/value cache on WebGPU: written in place, and read by a few threads for each head of each row. */
import type * as tf from '@tensorflow/tfjs-core'
import type { AttentionContext } from '../attention'
import type { CacheView } from '../kv-cache'
import { rotateInPlace } from './elementwise'
import { kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'
import { adapterTraits } from './tile-choice'

/** Threads that share the columns of one head. */
const sharers = (): number => (adapterTraits().software ? 4 : 16)

/**
 * Copies keys and values, the last columns of qkv [rows * tokens, …], to the columns from `at` on of each row's part of
 * kv [rows * columns, 2 · kvHeads · D].
 */
export function storeInCache(
  qkv: tf.Tensor2D,
  kv: tf.Tensor2D,
  { rows, tokens, columns, at }: { rows: number; tokens: number; columns: number; at: number },
): void {
  const kernel = kernelFor('cache-store', () => ({
    reads: ['qkv: array<vec4f>'],
    writes: ['kv: array<vec4f>'],
    params: ['places: u32', 'tokens: u32', 'columns: u32', 'first: u32', 'width: u32', 'wide: u32'],
    code: `
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) counts: vec3u) {
  let i = id.x + id.y * counts.x * 64u;
  if (i >= params.places) { return; }
  let source = i / params.wide;
  let place = i % params.wide;
  let target_row = source / params.tokens * params.columns + params.first + source % params.tokens;
  kv[target_row * params.wide + place] = qkv[source * params.width + params.width - params.wide + place];
}`,
  }))
  const wide = kv.shape[1] / 4
  const places = rows * tokens * wide
  const groups = Math.ceil(places / 64)
  const across = Math.min(groups, 32_768)
  runKernel(
    kernel,
    [qkv],
    [kv],
    [places, tokens, columns, at, qkv.shape[1] / 4, wide],
    [across, Math.ceil(groups / across)],
  )
}

/** Rotates and stores the new tokens' keys and values; returns their attention, [rows, heads · D]. */
export function attendCached(
  qkv: tf.Tensor2D,
  kv: tf.Tensor2D,
  context: AttentionContext,
  view: CacheView,
): tf.Tensor2D {
  const { rows, heads, kvHeads, headDim, rotary } = context
  const { columns, promptColumns, at, promptLengths } = view
  if (rotary) {
    const turned = { columns: (heads + kvHeads) * headDim, tokens: rows, headDim, direction: 1 as const }
    rotateInPlace(qkv, rotary.cos, rotary.sin, turned)
  }
  storeInCache(qkv, kv, { rows, tokens: 1, columns, at })
  const y = output<tf.Tensor2D>([rows, heads * headDim])
  const groups = headDim / 4
  const sizes = [rows * heads, heads, heads / kvHeads, (heads + 2 * kvHeads) * groups, 2 * kvHeads * groups]
  runKernel(
    attendKernel(headDim),
    [qkv, kv, promptLengths],
    [y],
    [...sizes, columns, promptColumns, at],
    [heads, rows],
    4 * rows * heads * columns * headDim,
  )
  return y
}

function attendKernel(dim: number) {
  const groups = dim / 4
  const threads = sharers()
  const each = (text: (c: number) => string) => Array.from({ length: groups }, (_, c) => text(c)).join(' ')
  const dot = Array.from({ length: groups }, (_, c) => `dot(q${c}, kv[from_k + ${c}u])`).join(' + ')
  return kernelFor(`cache-attention/${dim}/${threads}`, () => ({
    reads: ['qkv: array<vec4f>', 'kv: array<vec4f>', 'lengths: array<i32>'],
    writes: ['y: array<vec4f>'],
    params: ['jobs', 'heads', 'group', 'width', 'wide', 'columns', 'prompt', 'newest'].map((name) => `${name}: u32`),
    code: `
var<workgroup> most: array<f32, ${threads}>;
var<workgroup> totals: array<f32, ${threads}>;
var<workgroup> sums: array<vec4f, ${threads * groups}>;
@compute @workgroup_size(${threads}) fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let head = id.x;
  let row = id.y;
  let kv_head = head / params.group * ${groups}u;
  let length = u32(lengths[row]);
  let at = row * params.width + head * ${groups}u;
  ${each((c) => `let q${c} = qkv[at + ${c}u] * ${1 / Math.sqrt(dim)}; var sum${c} = vec4f();`)}
  var largest = -1e30;
  var total = 0.0;
  for (var c = local; c <= params.newest; c += ${threads}u) {
    if (c >= length && c < params.prompt) { continue; }
    let from_k = (row * params.columns + c) * params.wide + kv_head;
    let from_v = from_k + params.wide / 2u;
    let s = ${dot};
    if (s > largest) { let less = exp(largest - s); total *= less; ${each((c) => `sum${c} *= less;`)} largest = s; }
    let p = exp(s - largest);
    total += p;
    ${each((c) => `sum${c} += p * kv[from_v + ${c}u];`)}
  }
  most[local] = largest;
  totals[local] = total;
  ${each((c) => `sums[local * ${groups}u + ${c}u] = sum${c};`)}
  workgroupBarrier();
  var top = most[0];
  for (var t = 1u; t < ${threads}u; t++) { top = max(top, most[t]); }
  var all = 0.0;
  for (var t = 0u; t < ${threads}u; t++) { all += totals[t] * exp(most[t] - top); }
  for (var g = local; g < ${groups}u; g += ${threads}u) {
    var sum = vec4f();
    for (var t = 0u; t < ${threads}u; t++) { sum += sums[t * ${groups}u + g] * exp(most[t] - top); }
    y[(row * params.heads + head) * ${groups}u + g] = sum / all;
  }
}`,
  }))
}
