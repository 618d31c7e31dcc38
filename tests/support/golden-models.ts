/** @file The golden models of tests/golden/models, loaded in the browser: random weights, with what transformers makes of them in float64. */
import { folderOf } from '../../src/engine/checkpoint/folder-of'
import { type LoadedModel, loadModelFolder } from '../../src/engine/checkpoint/hf-folder'
import type { HostTensor } from '../../src/engine/checkpoint/stored-tensor'
import type { SequenceBatch } from '../../src/engine/model/batch'
import { tensorsOf } from './safetensors-files'

export const GOLDEN_MODELS = ['rand-gpt2', 'rand-llama-gqa-tied', 'rand-smollm2-like', 'rand-qwen2-tied'] as const
export type GoldenModel = (typeof GOLDEN_MODELS)[number]

const urls = import.meta.glob<string>('../golden/models/*/*', { query: '?url', import: 'default', eager: true })

export async function goldenFile(model: GoldenModel, name: string): Promise<Uint8Array | undefined> {
  const url = urls[`../golden/models/${model}/${name}`]
  return url === undefined ? undefined : new Uint8Array(await (await fetch(url)).arrayBuffer())
}

/** The model with one of its weight files: model, model.f16, model.bf16 or ref_model. */
export function loadGoldenModel(model: GoldenModel, weights = 'model.safetensors'): Promise<LoadedModel> {
  return loadModelFolder(folderOf((name) => goldenFile(model, name === 'model.safetensors' ? weights : name)))
}

/** A safetensors file of the golden folder: `grads.*` or `after_*`, in the layout of model files. */
export async function goldenTensors(model: GoldenModel, name: string): Promise<Map<string, HostTensor>> {
  const bytes = await goldenFile(model, name)
  if (!bytes) throw new Error(`tests/golden/models/${model} has no ${name}`)
  return tensorsOf(bytes)
}

export interface GoldenPair {
  prompt: number[]
  chosen: number[]
  rejected: number[]
}

/** The part of expected.json that tests read. */
export interface GoldenExpectations {
  pairs: GoldenPair[]
  single: {
    input_ids: number[]
    hf_f64: { logits: number[][]; token_logps: number[] }
    bf16_weights_hf_f64_logits: number[][]
    f16_weights_hf_f64_logits: number[][]
  }
  logps: Record<`${'policy' | 'ref'}_${'chosen' | 'rejected'}`, number[]> &
    Record<`${'policy' | 'ref'}_${'chosen' | 'rejected'}_tokens`, number[][]>
  losses: Record<string, { loss: number; grad_global_norm: number; grad_norms: Record<string, number> }>
  training: {
    dpo_8_steps: GoldenTrajectory
    'dpo_8_steps_clip1.0': { losses: number[]; grad_norms_before_clip: number[] }
    simpo_8_steps: GoldenTrajectory
    sdpo_2x4_steps: { stage1: GoldenTrajectory; stage2: GoldenTrajectory }
  }
}

/** One figure per optimizer step. */
export interface GoldenTrajectory {
  losses: number[]
  grad_norms: number[]
}

export async function goldenExpectations(model: GoldenModel): Promise<GoldenExpectations> {
  return JSON.parse(new TextDecoder().decode(await goldenFile(model, 'expected.json')))
}

/** Prompts with one completion each as a batch, all chosen rows first: the oracle's own order. */
export function goldenBatch(rows: { prompt: number[]; completion: number[] }[]): SequenceBatch {
  const tokens = Math.max(...rows.map((row) => row.prompt.length + row.completion.length))
  const ids = new Int32Array(rows.length * tokens)
  const positions: number[] = []
  const targets: number[] = []
  const rowOf: number[] = []
  rows.forEach(({ prompt, completion }, r) => {
    ids.set([...prompt, ...completion], r * tokens)
    completion.forEach((id, k) => {
      positions.push(r * tokens + prompt.length + k - 1)
      targets.push(id)
      rowOf.push(r)
    })
  })
  return {
    ids,
    rows: rows.length,
    tokens,
    positions: Int32Array.from(positions),
    targets: Int32Array.from(targets),
    rowOf: Int32Array.from(rowOf),
    lengths: Int32Array.from(rows, (row) => row.completion.length),
  }
}

export function pairBatch(pairs: GoldenPair[]): SequenceBatch {
  return goldenBatch([
    ...pairs.map(({ prompt, chosen }) => ({ prompt, completion: chosen })),
    ...pairs.map(({ prompt, rejected }) => ({ prompt, completion: rejected })),
  ])
}

/**
 * A key's bias raises all scores of a query alike, but for what positions turn: GPT-2's has a gradient of exactly zero,
 * and that of Qwen2's slowest pairs (3e-5 radians a token) is 1e-8 to 1e-6, of which float noise makes anything. This
 * leaves them out: GPT-2's of the fused [query, key, value] bias, the last pair of each of rand-qwen2-tied's heads of
 * eight. Any other tensor comes back as it is.
 */
export function withoutKeyBias(name: string, values: ArrayLike<number>): number[] {
  const all = Array.from(values)
  if (name.endsWith('self_attn.k_proj.bias')) return all.filter((_, i) => i % 4 < 3)
  if (!name.endsWith('attn.c_attn.bias')) return all
  const width = all.length / 3
  return [...all.slice(0, width), ...all.slice(2 * width)]
}
