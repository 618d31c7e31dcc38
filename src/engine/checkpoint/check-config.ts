/** @file config.json of a model folder, as far as it concerns every family. */
import { AppError } from '../../protocol/errors'
import type { Folder } from '../../protocol/folder'
import type { DecoderConfig } from '../model/config'
import { isObject, type JsonObject, readJsonObject, show } from './json-text'
import { missingFile } from './weight-files'

const CONFIG = 'config.json'

/** @throws AppError where there is none, or where it says that the weights are quantised. */
export async function checkConfig(folder: Folder): Promise<JsonObject> {
  const config = await readJsonObject(folder, CONFIG, 'model/broken-config')
  if (!config) throw await noConfig(folder)
  const { quantization_config: quantization } = config
  if (quantization !== undefined && quantization !== null) {
    const method = isObject(quantization) ? quantization.quant_method : quantization
    throw new AppError(
      'model/unsupported-architecture',
      `config.json says that the weights are quantised (${show(method)}), which is not supported.`,
      'Take the model as it was before quantisation, with weights in F32, F16 or BF16.',
    )
  }
  return config
}

/** Far more than any model has. */
const MOST_LAYERS = 1000

/** A hostile number of layers would fill the memory with their names alone. */
export function refuseEndless({ layers }: DecoderConfig): void {
  if (layers <= MOST_LAYERS) return
  throw new AppError(
    'model/broken-config',
    `${CONFIG} asks for ${layers} layers; models have up to ${MOST_LAYERS}.`,
    `Take the ${CONFIG} that belongs to the model.`,
  )
}

async function noConfig(folder: Folder): Promise<AppError> {
  if (!(await folder.open('adapter_config.json'))) return missingFile(CONFIG)
  return new AppError(
    'model/missing-file',
    'The folder holds an adapter (adapter_config.json), no model.',
    'Load the model that it was made for, then the adapter on top of it.',
  )
}
