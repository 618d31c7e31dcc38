/**
 * @file Causal attention on WebGPU without a matrix of scores: each thread walks the keys for a few queries of its own
 * with a running softmax, and leaves log-sum-exp, from which backward computes the probabilities again (Dao et al. 2022).
 * WebGPU has no atomic float addition, so backward walks twice: by query for dq, by key for dk and dv. What a query may
 * not see counts as nothing, instead of being stepped around: threads of one subgroup would have to wait anyway.
 *
 * Queries, keys and values are columns of one matrix [rows * tokens, (heads + 2 · kvHeads) · D].
 */
import type * as tf from '@tensorflow/tfjs-core'
import type { AttentionShape } from '../attention'
import { type Kernel, kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'
import { adapterTraits } from './tile-choice'

/** Queries or keys of one thread. More spare loads, which are dear in software, but take registers, which GPUs lack. */
function blocking(dim: number): { block: number; threads: number } {
  if (adapterTraits().software) return { block: 2, threads: 4 }
  return { block: dim <= 32 ? 2 : 1, threads: 64 }
}

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

/** Text for each of the thread's block (b) and each group of four numbers of a head (c). */
function texts(dim: number, block: number) {
  const groups = dim / 4
  const ofBlock = (text: (b: number) => string) => count(block).map(text).join('\n  ')
  const ofGroup = (text: (c: number) => string) => count(groups).map(text).join(' ')
  const dot = (a: string, b: string) =>
    count(groups)
      .map((c) => `dot(${a}${c}, ${b}${c})`)
      .join(' + ')
  return { groups, ofBlock, ofGroup, dot }
}

const PARAMS = ['tokens: u32', 'heads: u32', 'group: u32', 'width: u32', 'kStart: u32', 'vStart: u32', 'jobs: u32']

/** Begins a thread: `first` of its block of tokens, for one head of one row of the batch. */
function preamble(dim: number, block: number, threads: number, headsName: string): string {
  return `
const GROUPS = ${dim / 4}u;
const SCALE = ${1 / Math.sqrt(dim)};
@compute @workgroup_size(${threads}) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) counts: vec3u) {
  let job = id.y + id.z * counts.y;
  let first = id.x * ${block}u;
  if (job >= params.jobs || first >= params.tokens) { return; }
  let row = job / ${headsName};
  let head = job % ${headsName};
  let base = row * params.tokens;`
}

function run(
  kernel: Kernel,
  reads: tf.Tensor[],
  writes: tf.Tensor[],
  shape: AttentionShape,
  jobs: number,
  flops: number,
) {
  const { heads, kvHeads, headDim, tokens } = shape
  const { block, threads } = blocking(headDim)
  const groups = headDim / 4
  const width = (heads + 2 * kvHeads) * groups
  const down = Math.min(jobs, 32_768)
  runKernel(
    kernel,
    reads,
    writes,
    [tokens, heads, heads / kvHeads, width, heads * groups, (heads + kvHeads) * groups, jobs],
    [Math.ceil(tokens / (block * threads)), down, Math.ceil(jobs / down)],
    flops * jobs * tokens * tokens * headDim,
  )
}

/** qkv as above; y [rows * tokens, heads · D], lse [rows * heads, tokens]. */
export function attentionForward(qkv: tf.Tensor2D, shape: AttentionShape): { y: tf.Tensor2D; lse: tf.Tensor2D } {
  const { rows, tokens, heads, headDim } = shape
  const { block, threads } = blocking(headDim)
  const { ofBlock, ofGroup, dot } = texts(headDim, block)
  const kernel = kernelFor(`attention/${headDim}/${block}x${threads}`, () => ({
    reads: ['qkv: array<vec4f>'],
    writes: ['y: array<vec4f>', 'lse: array<f32>'],
    params: PARAMS,
    code: `${preamble(headDim, block, threads, 'params.heads')}
  let kv = head / params.group * GROUPS;
  ${ofBlock(
    (b) => `let at${b} = (base + min(first + ${b}u, params.tokens - 1u)) * params.width + head * GROUPS;
  ${ofGroup((c) => `let q${b}_${c} = qkv[at${b} + ${c}u] * SCALE; var sum${b}_${c} = vec4f();`)}
  var most${b} = -1e30; var total${b} = 0.0;`,
  )}
  for (var j = 0u; j < min(first + ${block}u, params.tokens); j++) {
    let at = (base + j) * params.width + kv;
    ${ofGroup((c) => `let k${c} = qkv[at + params.kStart + ${c}u];`)}
    ${ofGroup((c) => `let v${c} = qkv[at + params.vStart + ${c}u];`)}
    ${ofBlock(
      (b) => `{
      let s = select(-1e30, ${dot(`q${b}_`, 'k')}, j <= first + ${b}u);
      let top = max(most${b}, s);
      let less = exp(most${b} - top);
      let p = exp(s - top);
      most${b} = top;
      total${b} = total${b} * less + p;
      ${ofGroup((c) => `sum${b}_${c} = sum${b}_${c} * less + p * v${c};`)}
    }`,
    )}
  }
  ${ofBlock(
    (b) => `if (first + ${b}u < params.tokens) {
    let i = first + ${b}u;
    let to = ((base + i) * params.heads + head) * GROUPS;
    let less = 1.0 / total${b};
    ${ofGroup((c) => `y[to + ${c}u] = sum${b}_${c} * less;`)}
    lse[job * params.tokens + i] = most${b} + log(total${b});
  }`,
  )}
}`,
  }))
  const y = output<tf.Tensor2D>([rows * tokens, heads * headDim])
  const lse = output<tf.Tensor2D>([rows * heads, tokens])
  run(kernel, [qkv], [y, lse], shape, rows * heads, 2)
  return { y, lse }
}

/** dqkv like qkv. */
export function attentionBackward(
  qkv: tf.Tensor2D,
  lse: tf.Tensor2D,
  y: tf.Tensor2D,
  dy: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  const { rows, heads, kvHeads, tokens } = shape
  const dqkv = output<tf.Tensor2D>([qkv.shape[0], qkv.shape[1]])
  const delta = output<tf.Tensor2D>([rows * heads, tokens])
  run(queryKernel(shape.headDim), [qkv, lse, y, dy], [dqkv, delta], shape, rows * heads, 3)
  run(keyKernel(shape.headDim), [qkv, lse, delta, dy], [dqkv], shape, rows * kvHeads, (4 * heads) / kvHeads)
  delta.dispose()
  return dqkv
}

/** dS = P · (dP - Δ) with Δ = Σ dy · y, dq = dS·k / √D. */
function queryKernel(dim: number): Kernel {
  const { block, threads } = blocking(dim)
  const { ofBlock, ofGroup, dot } = texts(dim, block)
  return kernelFor(`attention-queries/${dim}/${block}x${threads}`, () => ({
    reads: ['qkv: array<vec4f>', 'lse: array<f32>', 'y: array<vec4f>', 'dy: array<vec4f>'],
    writes: ['dqkv: array<vec4f>', 'delta: array<f32>'],
    params: PARAMS,
    code: `${preamble(dim, block, threads, 'params.heads')}
  let kv = head / params.group * GROUPS;
  ${ofBlock(
    (b) => `let i${b} = min(first + ${b}u, params.tokens - 1u);
  let at${b} = (base + i${b}) * params.width + head * GROUPS;
  let from${b} = ((base + i${b}) * params.heads + head) * GROUPS;
  ${ofGroup((c) => `let q${b}_${c} = qkv[at${b} + ${c}u] * SCALE; let d${b}_${c} = dy[from${b} + ${c}u]; var sum${b}_${c} = vec4f();`)}
  let lse${b} = lse[job * params.tokens + i${b}];
  let delta${b} = ${count(dim / 4)
    .map((c) => `dot(d${b}_${c}, y[from${b} + ${c}u])`)
    .join(' + ')};`,
  )}
  for (var j = 0u; j < min(first + ${block}u, params.tokens); j++) {
    let at = (base + j) * params.width + kv;
    ${ofGroup((c) => `let k${c} = qkv[at + params.kStart + ${c}u];`)}
    ${ofGroup((c) => `let v${c} = qkv[at + params.vStart + ${c}u];`)}
    ${ofBlock(
      (b) => `{
      let p = select(0.0, exp(${dot(`q${b}_`, 'k')} - lse${b}), j <= first + ${b}u);
      let ds = p * (${dot(`d${b}_`, 'v')} - delta${b}) * SCALE;
      ${ofGroup((c) => `sum${b}_${c} += ds * k${c};`)}
    }`,
    )}
  }
  ${ofBlock(
    (b) => `if (first + ${b}u < params.tokens) {
    ${ofGroup((c) => `dqkv[at${b} + ${c}u] = sum${b}_${c};`)}
    delta[job * params.tokens + first + ${b}u] = delta${b};
  }`,
  )}
}`,
  }))
}

/** dv = Pᵀ·dy, dk = dSᵀ·q / √D, over the query heads that share the key. */
function keyKernel(dim: number): Kernel {
  const { block, threads } = blocking(dim)
  const { ofBlock, ofGroup, dot } = texts(dim, block)
  return kernelFor(`attention-keys/${dim}/${block}x${threads}`, () => ({
    reads: ['qkv: array<vec4f>', 'lse: array<f32>', 'delta: array<f32>', 'dy: array<vec4f>'],
    writes: ['dqkv: array<vec4f>'],
    params: PARAMS,
    code: `${preamble(dim, block, threads, '(params.heads / params.group)')}
  ${ofBlock(
    (b) => `let at${b} = (base + min(first + ${b}u, params.tokens - 1u)) * params.width + head * GROUPS;
  ${ofGroup((c) => `let k${b}_${c} = qkv[at${b} + params.kStart + ${c}u] * SCALE; let v${b}_${c} = qkv[at${b} + params.vStart + ${c}u]; var dk${b}_${c} = vec4f(); var dv${b}_${c} = vec4f();`)}`,
  )}
  for (var g = 0u; g < params.group; g++) {
    let queryHead = head * params.group + g;
    let numbers = (row * params.heads + queryHead) * params.tokens;
    for (var i = first; i < params.tokens; i++) {
      let at = (base + i) * params.width + queryHead * GROUPS;
      let source = ((base + i) * params.heads + queryHead) * GROUPS;
      ${ofGroup((c) => `let q${c} = qkv[at + ${c}u];`)}
      ${ofGroup((c) => `let d${c} = dy[source + ${c}u];`)}
      let lseOfI = lse[numbers + i];
      let deltaOfI = delta[numbers + i];
      ${ofBlock(
        (b) => `{
        let p = select(0.0, exp(${dot('q', `k${b}_`)} - lseOfI), first + ${b}u <= i);
        let ds = p * (${dot('d', `v${b}_`)} - deltaOfI) * SCALE;
        ${ofGroup((c) => `dk${b}_${c} += ds * q${c}; dv${b}_${c} += p * d${c};`)}
      }`,
      )}
    }
  }
  ${ofBlock(
    (b) => `if (first + ${b}u < params.tokens) {
    ${ofGroup((c) => `dqkv[at${b} + params.kStart + ${c}u] = dk${b}_${c}; dqkv[at${b} + params.vStart + ${c}u] = dv${b}_${c};`)}
  }`,
  )}
}`,
  }))
}
