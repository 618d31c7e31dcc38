/** @file The weights of a model folder: one safetensors file, or the shards that an index names. Headers only. */
import { AppError } from '../../protocol/errors'
import type { Folder, FolderFile } from '../../protocol/folder'
import { brief, isObject, readJsonObject, show } from './json-text'
import { modelFile, openSafetensors, type SafetensorsFile } from './safetensors'

export const WEIGHTS = 'model.safetensors'
const INDEX = 'model.safetensors.index.json'

/** One file of weights, its header read and checked. */
export interface WeightFile {
  name: string
  file: FolderFile
  tensors: SafetensorsFile
}

/** Weights in forms that are not read here, as other repositories have them. */
const OTHER_FORMS = [
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
  'tf_model.h5',
  'flax_model.msgpack',
  'model.gguf',
  'onnx/model.onnx',
  'model.onnx',
]

/** Which file holds which tensor, by the tensor's name in the file. */
export async function openWeightFiles(folder: Folder): Promise<Map<string, WeightFile>> {
  const single = await open(folder, WEIGHTS)
  if (single) return new Map([...single.tensors.entries.keys()].map((name) => [name, single]))
  const index = await readJsonObject(folder, INDEX, 'model/broken-weights')
  if (!index) throw await noWeights(folder)
  return openShards(folder, readWeightMap(index))
}

async function open(folder: Folder, name: string): Promise<WeightFile | undefined> {
  const file = await folder.open(name)
  return file && { name, file, tensors: await openSafetensors(file, modelFile(name)) }
}

async function openShards(folder: Folder, weightMap: Map<string, string>): Promise<Map<string, WeightFile>> {
  const shards = new Map<string, WeightFile>()
  const holder = new Map<string, WeightFile>()
  for (const name of new Set(weightMap.values())) {
    const shard = await open(folder, name)
    if (!shard) throw missingFile(name)
    shards.set(name, shard)
    for (const tensor of shard.tensors.entries.keys()) {
      const other = holder.get(tensor)
      if (other) throw brokenIndex(`${other.name} and ${name} both hold tensor ${tensor}`)
      holder.set(tensor, shard)
    }
  }
  for (const [tensor, name] of weightMap) {
    if (holder.get(tensor)?.name !== name) throw brokenIndex(`${name} should hold tensor ${tensor}, but does not`)
  }
  return new Map([...weightMap].map(([tensor, name]) => [tensor, shards.get(name)!]))
}

/** File by tensor. Only files of the folder itself: an index must not reach outside. */
function readWeightMap({ weight_map }: Record<string, unknown>): Map<string, string> {
  if (!isObject(weight_map)) throw brokenIndex(`weight_map is ${show(weight_map)}`)
  for (const [tensor, name] of Object.entries(weight_map)) {
    if (typeof name !== 'string' || !/^[\w.-]{1,200}\.safetensors$/.test(name)) {
      throw brokenIndex(`the file of ${tensor} is ${show(name)}, no name of a safetensors file in this folder`)
    }
  }
  if (Object.keys(weight_map).length === 0) throw brokenIndex('weight_map is empty')
  return new Map(Object.entries(weight_map as Record<string, string>))
}

function brokenIndex(what: string): AppError {
  return new AppError(
    'model/broken-weights',
    brief(`${INDEX} does not fit its shards: ${what}.`),
    'Download the folder again, with all of its files.',
  )
}

export function missingFile(name: string): AppError {
  return new AppError(
    'model/missing-file',
    `The model folder has no ${name}.`,
    `A model folder needs config.json and ${WEIGHTS} (and tokenizer.json for text), as saved by save_pretrained.`,
  )
}

async function noWeights(folder: Folder): Promise<AppError> {
  for (const name of OTHER_FORMS) {
    if (!(await folder.open(name))) continue
    return new AppError(
      'model/missing-file',
      `The model folder has ${name}, but no ${WEIGHTS}: weights can be read from safetensors files only.`,
      'Take a repository with safetensors, or convert it: load it with transformers and save it with save_pretrained.',
    )
  }
  return missingFile(WEIGHTS)
}
