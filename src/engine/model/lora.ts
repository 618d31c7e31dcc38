/**
 * @file Low-rank adapters (Hu et al. 2021) on a decoder: which linear maps get one, under which names, and how a fresh
 * one begins. The weights below stay frozen; without the adapter's parameters the same decoder is the base.
 */
import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../protocol/errors'
import { createRandom } from '../../protocol/random'
import type { TuningConfig } from '../../protocol/run-config'
import type { BlockNames, DecoderConfig, DecoderNames, LinearNames } from './config'
import { familyOf } from './families/registry'
import type { Tensors } from './parameters'

/** What decides an adapter's shape and scale. */
export type LoraSpec = Pick<TuningConfig, 'rank' | 'alpha' | 'rsLora' | 'targets'>

/** alpha / rank; rank-stabilised (Kalajdzievski 2023, eq. 8) alpha / sqrt(rank). */
export const loraScale = ({ rank, alpha, rsLora }: Omit<LoraSpec, 'targets'>): number =>
  alpha / (rsLora ? Math.sqrt(rank) : rank)

const WEIGHT = '.weight'
/** `model.layers.0.self_attn.q_proj` of its weight's name. */
export const moduleOf = (weightName: string): string => weightName.slice(0, -WEIGHT.length)
/** `q_proj` of `model.layers.0.self_attn.q_proj`. */
export const kindOf = (module: string): string => module.slice(module.lastIndexOf('.') + 1)

/** Names of the two matrices on a module: A [in, rank] and B [rank, out]. */
export const adapterNames = (module: string): { a: string; b: string } => ({
  a: `${module}.lora_A`,
  b: `${module}.lora_B`,
})

/** A linear map that may have an adapter, and its sizes. */
export interface LinearLayer {
  module: string
  /** [in, out]. */
  shape: [number, number]
}

/** All linear maps of the blocks, in order; the head and the embeddings are none. */
export function linearLayers(config: DecoderConfig): LinearLayer[] {
  const shapes = new Map(
    familyOf(config.family)
      .weights(config)
      .map(({ name, shape }) => [name, shape]),
  )
  const names = familyOf(config.family).names(config)
  return linearMaps(names).map(({ weight }) => ({
    module: moduleOf(weight),
    shape: shapes.get(weight) as [number, number],
  }))
}

const mapsOf = ({ qkv, attentionOut, ffGate, ffUp, ffDown }: BlockNames): LinearNames[] => [
  ...('weight' in qkv ? [qkv] : [qkv.q, qkv.k, qkv.v]),
  attentionOut,
  ...(ffGate ? [ffGate] : []),
  ffUp,
  ffDown,
]

/** The linear maps of all blocks, in order. */
export const linearMaps = ({ blocks }: DecoderNames): LinearNames[] => blocks.flatMap(mapsOf)

/** Last parts of the names of linear layers (`q_proj`), each once. */
export const linearKinds = (config: DecoderConfig): string[] => [
  ...new Set(linearLayers(config).map(({ module }) => kindOf(module))),
]

/** The layers that a spec puts an adapter on. @throws AppError `adapter/no-target` naming what there is. */
export function targetLayers(config: DecoderConfig, targets: string[] | null): LinearLayer[] {
  const layers = linearLayers(config)
  if (targets === null) return layers
  const unknown = targets.find((target) => !layers.some(({ module }) => isTarget(module, target)))
  if (unknown !== undefined) {
    throw new AppError(
      'adapter/no-target',
      `No linear layer of this ${config.family} model is called ${unknown}.`,
      `Take some of ${linearKinds(config).join(', ')}.`,
    )
  }
  return layers.filter(({ module }) => targets.some((target) => isTarget(module, target)))
}

/** As PEFT matches: the module's whole name, or its last parts. */
const isTarget = (module: string, target: string): boolean => module === target || module.endsWith(`.${target}`)

/** Scale of each module's adapter; PEFT lets them differ. */
export type AdapterScales = ReadonlyMap<string, number>

export const scalesOf = (config: DecoderConfig, spec: LoraSpec): AdapterScales =>
  new Map(targetLayers(config, spec.targets).map(({ module }) => [module, loraScale(spec)]))

/** The family's names, with the adapter's on the modules that have one. */
export function namesWithAdapter(config: DecoderConfig, scales: AdapterScales): DecoderNames {
  const names = familyOf(config.family).names(config)
  const adapted = (map: LinearNames): LinearNames => {
    const module = moduleOf(map.weight)
    const scale = scales.get(module)
    return scale === undefined ? map : { ...map, lora: { ...adapterNames(module), scale } }
  }
  const blocks = names.blocks.map((block): BlockNames => {
    const { qkv, attentionOut, ffGate, ffUp, ffDown } = block
    return {
      ...block,
      qkv: 'weight' in qkv ? adapted(qkv) : { q: adapted(qkv.q), k: adapted(qkv.k), v: adapted(qkv.v) },
      attentionOut: adapted(attentionOut),
      ...(ffGate && { ffGate: adapted(ffGate) }),
      ffUp: adapted(ffUp),
      ffDown: adapted(ffDown),
    }
  })
  return { ...names, blocks }
}

/** Names of an adapter's parameters that `names` mention: what is trained where there are any. */
export const adapterParameters = (names: DecoderNames): string[] =>
  linearMaps(names).flatMap(({ lora }) => (lora ? [lora.a, lora.b] : []))

/**
 * A fresh adapter, which changes nothing yet: A is uniform in ±1 / sqrt(in) (PEFT's default, He et al. 2015 with
 * a = sqrt(5)), B is zero.
 */
export function initAdapter(config: DecoderConfig, { rank, targets }: LoraSpec, seed: number): Tensors {
  const adapter: Tensors = new Map()
  for (const { module, shape } of targetLayers(config, targets)) {
    const [from, to] = shape
    const { a, b } = adapterNames(module)
    const random = createRandom(seed, a)
    const bound = 1 / Math.sqrt(from)
    const values = Float32Array.from({ length: from * rank }, () => (2 * random.next() - 1) * bound)
    adapter.set(a, tf.tensor2d(values, [from, rank]))
    adapter.set(b, tf.zeros([rank, to]))
  }
  return adapter
}
