/** @file An adapter's folder, checked against the loaded model before one of its tensors is read. */
import type { Folder, FolderFile } from '../../protocol/folder'
import type { DecoderConfig } from '../model/config'
import { adapterNames, kindOf, type LinearLayer, linearLayers } from '../model/lora'
import { show } from './json-text'
import {
  type AdapterName,
  adapterError,
  adapterFile,
  CONFIG,
  type LowRankAdapter,
  parseName,
  resolveModule,
  withoutWrapper,
} from './peft'
import { type AdapterConfig, readAdapterConfig } from './peft-config'
import { openSafetensors, type SafetensorsFile, usableDtype } from './safetensors'
import { type HostTensor, transposed } from './stored-tensor'

/** One of the two matrices as the file has it; `shape` as the engine will. */
interface Side extends AdapterName {
  name: string
  shape: readonly number[]
}

type Pair = Partial<Record<'a' | 'b', Side>>

/** An adapter that fits the model, on one layer of it. */
interface Placed {
  layer: LinearLayer
  a: Side
  b: Side
}

/**
 * An adapter as PEFT, or a tool that follows it, or MLX saved it.
 * @throws AppError `adapter/...` naming what is broken, what cannot be used, or what does not fit the loaded model.
 */
export async function readPeftAdapter(folder: Folder, model: DecoderConfig): Promise<LowRankAdapter> {
  const config = await readAdapterConfig(folder)
  const file = await openWeights(folder, config.weights)
  const opened = await openSafetensors(file, adapterFile(config.weights))
  const placed = place(findPairs(opened, config.weights, model), model, config)
  await file.bring?.()
  const tensors: LowRankAdapter['tensors'] = new Map()
  for (const { layer, a, b } of placed) {
    const names = adapterNames(layer.module)
    tensors.set(names.a, await readSide(opened, a))
    tensors.set(names.b, await readSide(opened, b))
  }
  const { rank, alpha, rsLora, dropout, baseModel } = config
  const modules = placed.map(({ layer }) => layer.module)
  return {
    spec: { rank, alpha, rsLora, dropout, targets: targetsOf(modules, model) },
    alphas: alphasOf(modules, config),
    tensors,
    baseModel,
  }
}

async function openWeights(folder: Folder, name: string): Promise<FolderFile> {
  const file = await folder.open(name)
  if (file) return file
  const other = (await folder.open('adapter_model.bin')) && ' It has adapter_model.bin, which cannot be read.'
  throw adapterError('adapter/missing-file', `The adapter has no ${name}.${other ?? ''}`)
}

/** Matrices by the module that they belong to. */
function findPairs(file: SafetensorsFile, fileName: string, model: DecoderConfig): Map<string, Pair> {
  const modules = new Set(linearLayers(model).map(({ module }) => module))
  const pairs = new Map<string, Pair>()
  const adapters = new Set<string>()
  for (const [name, { dtype, shape }] of file.entries) {
    const parsed = parseName(name)
    if (!parsed) throw foreign(name)
    const module = resolveModule(parsed.path, model, modules)
    if (module === undefined) throw noSuchModule(parsed.path, model)
    usableDtype(name, dtype, adapterFile(fileName))
    if (shape.length !== 2 || shape.includes(0)) {
      throw adapterError('adapter/broken', `${name} has shape ${show(shape)}, no matrix.`)
    }
    adapters.add(parsed.adapter)
    if (adapters.size > 1) {
      throw adapterError(
        'adapter/unsupported',
        `${fileName} holds several adapters: ${[...adapters].map(show).join(', ')}.`,
      )
    }
    const pair = pairs.get(module) ?? {}
    const other = pair[parsed.side]
    if (other)
      throw adapterError('adapter/broken', `${fileName} holds both ${other.name} and ${name}, which are the same.`)
    pair[parsed.side] = { ...parsed, name, shape: parsed.transposed ? [...shape].reverse() : shape }
    pairs.set(module, pair)
  }
  if (pairs.size === 0) throw adapterError('adapter/broken', `${fileName} holds no tensors.`)
  return pairs
}

function foreign(name: string) {
  const what = name.includes('lora_embedding_')
    ? 'an adapter on an embedding'
    : name.includes('lora_magnitude_vector')
      ? 'the magnitudes of DoRA'
      : 'no low-rank matrix of a linear layer'
  return adapterError('adapter/unsupported', `The adapter holds ${name}: ${what}.`)
}

function noSuchModule(path: string, model: DecoderConfig) {
  const module = withoutWrapper(path)
  if (kindOf(module) === 'lm_head') {
    return adapterError(
      'adapter/unsupported',
      'The adapter changes lm_head; only the linear layers of blocks can have one.',
    )
  }
  const layers = `a ${model.family} model with ${model.layers} layers`
  return adapterError(
    'adapter/wrong-base',
    `The adapter changes ${module}, which the loaded model (${layers}) does not have.`,
  )
}

/** In the model's order, each with both matrices and in the shape that its layer has. */
function place(pairs: ReadonlyMap<string, Pair>, model: DecoderConfig, config: AdapterConfig): Placed[] {
  const placed: Placed[] = []
  for (const layer of linearLayers(model)) {
    const pair = pairs.get(layer.module)
    if (pair) placed.push(checkPair(layer, pair, config))
    else if (config.mustHave?.some((target) => isCalled(layer.module, target))) {
      throw adapterError('adapter/broken', `${CONFIG} names ${layer.module}, of which ${config.weights} holds nothing.`)
    }
  }
  return placed
}

function checkPair(layer: LinearLayer, { a, b }: Pair, config: AdapterConfig): Placed {
  const { module, shape } = layer
  if (!a || !b)
    throw adapterError('adapter/broken', `${config.weights} holds no ${a ? 'lora_B' : 'lora_A'} of ${module}.`)
  const [from, rank] = a.shape as [number, number]
  const [rankOfB, to] = b.shape as [number, number]
  if (from !== shape[0] || to !== shape[1]) {
    const here = `the loaded model's ${module} is from ${shape[0]} to ${shape[1]}`
    throw adapterError('adapter/wrong-base', `The adapter's ${module} is from ${from} to ${to} numbers, but ${here}.`)
  }
  if (rank !== rankOfB) {
    throw adapterError('adapter/broken', `lora_A of ${module} has rank ${rank}, but lora_B has ${rankOfB}.`)
  }
  if (rank !== config.rank && !config.hasRankPattern) {
    throw adapterError('adapter/broken', `${CONFIG} says rank ${config.rank}, but lora_A of ${module} has ${rank}.`)
  }
  return { layer, a, b }
}

async function readSide(file: SafetensorsFile, side: Side): Promise<HostTensor> {
  const stored = await file.read(side.name)
  if (stored.hasNonFinite()) {
    throw adapterError('adapter/broken', `Tensor ${side.name} has numbers that are not finite (NaN or infinite).`)
  }
  const tensor = { shape: stored.shape, values: stored.floats() }
  return side.transposed ? transposed(tensor) : tensor
}

/** As PEFT matches: the whole name, or its last parts. */
const isCalled = (module: string, name: string): boolean => module === name || module.endsWith(`.${name}`)

function alphasOf(modules: string[], { alpha, alphaPattern }: AdapterConfig): Map<string, number> {
  const alphas = new Map<string, number>()
  for (const module of modules) {
    const own = [...alphaPattern].find(([name]) => isCalled(module, name))?.[1]
    if (own !== undefined && own !== alpha) alphas.set(module, own)
  }
  return alphas
}

/** The last parts of the modules' names where all layers with them are meant; else the whole names. */
export function targetsOf(modules: string[], model: DecoderConfig): string[] {
  const adapted = new Set(modules)
  const partly = new Set(
    linearLayers(model)
      .filter(({ module }) => !adapted.has(module))
      .map(({ module }) => kindOf(module)),
  )
  return [...new Set(modules.map((module) => (partly.has(kindOf(module)) ? module : kindOf(module))))]
}
