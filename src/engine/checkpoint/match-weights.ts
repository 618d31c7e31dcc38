/** @file Which tensor of the files becomes which weight of the model; all is checked before one is read. */
import { AppError } from '../../protocol/errors'
import type { DecoderConfig, Family, WeightSpec } from '../model/config'
import { brief, show } from './json-text'
import { modelFile, usableDtype } from './safetensors'
import type { FileDtype } from './stored-tensor'
import type { WeightFile } from './weight-files'

/** Where a weight comes from. */
export interface WeightSource {
  spec: WeightSpec
  /** Its name in the file. */
  name: string
  from: WeightFile
  dtype: FileDtype
  bytes: number
  /** The file holds the same weight a second time, under another name: a tied head. */
  twin?: { name: string; from: WeightFile }
}

const REMEDY = 'Check that config.json and the weights belong to the same model.'

/** The shape that the file must have. */
export const fileShape = ({ shape, transposed }: WeightSpec): number[] => (transposed ? [...shape].reverse() : shape)

/** In the order of the family's list. What the model does not need, such as buffers, may have any type and shape. */
export function matchWeights(
  files: ReadonlyMap<string, WeightFile>,
  family: Family,
  config: DecoderConfig,
): WeightSource[] {
  const specs = family.weights(config)
  const aliases = family.aliases(config)
  const ours = new Set([...specs.map(({ name }) => name), ...aliases.keys()])
  const stored = new Map<string, string>()
  for (const name of files.keys()) {
    const canonical = family.canonicalName(name)
    const other = stored.get(canonical)
    if (other !== undefined) throw broken(`The weights hold both ${other} and ${name}, which are the same.`)
    stored.set(canonical, name)
  }
  const parts = partsOf(ours)
  for (const [canonical, name] of stored) {
    if (ours.has(canonical) || family.isIgnored(canonical)) continue
    if (ancestors(canonical).some((part) => parts.has(part))) throw noPlace(name)
  }
  return specs.map((spec) => {
    const alias = [...aliases].find(([, name]) => name === spec.name)?.[0]
    const [own, other] = [stored.get(spec.name), alias === undefined ? undefined : stored.get(alias)]
    const source = sourceOf(spec, own ?? other, files)
    if (own === undefined || other === undefined) return source
    return { ...source, twin: { name: other, from: files.get(other)! } }
  })
}

/** `a.b.c` has `a` and `a.b`. */
const ancestors = (name: string): string[] =>
  name
    .split('.')
    .slice(0, -1)
    .map((_, i, parts) => parts.slice(0, i + 1).join('.'))

/** The modules that the weights are parts of, but for the whole (`model`): others may stand beside it. */
const partsOf = (ours: ReadonlySet<string>): Set<string> =>
  new Set([...ours].flatMap(ancestors).filter((part) => part.includes('.') || ours.has(`${part}.weight`)))

const broken = (message: string): AppError => new AppError('model/broken-weights', brief(message), REMEDY)

/** A bias, a layer or a scale of quantised numbers: without it the model would compute something else. */
const noPlace = (name: string): AppError =>
  new AppError(
    'model/broken-weights',
    brief(`The weights hold ${name}, for which the model of config.json has no place.`),
    'Take a model as transformers saves it: not quantised, and with the config.json that belongs to it.',
  )

function sourceOf(spec: WeightSpec, name: string | undefined, files: ReadonlyMap<string, WeightFile>): WeightSource {
  if (name === undefined) {
    throw new AppError('model/missing-weight', `The weights have no tensor ${spec.name}.`, REMEDY)
  }
  const from = files.get(name)!
  const entry = from.tensors.entries.get(name)!
  const dtype = usableDtype(name, entry.dtype, modelFile(from.name))
  const wanted = fileShape(spec)
  if (entry.shape.length !== wanted.length || entry.shape.some((n, i) => n !== wanted[i])) {
    throw broken(`Tensor ${name} has shape ${show(entry.shape)}, but config.json asks for ${show(wanted)}.`)
  }
  return { spec, name, from, dtype, bytes: entry.bytes }
}
