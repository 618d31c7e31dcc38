/** @file An adapter between its files and the tensors that a decoder computes with. */
import * as tf from '@tensorflow/tfjs-core'
import type { Folder } from '../../protocol/folder'
import type { TuningConfig } from '../../protocol/run-config'
import type { DecoderConfig } from '../model/config'
import type { Tensors } from '../model/parameters'
import type { LoadedAdapter } from '../training/language-model'
import { adapterScales, type LowRankAdapter, modulesOf } from './peft'
import { readPeftAdapter, targetsOf } from './peft-read'
import type { HostTensor } from './stored-tensor'

/** @throws AppError `adapter/...`; then nothing was made. */
export async function openAdapter(folder: Folder, model: DecoderConfig): Promise<LoadedAdapter> {
  const adapter = await readPeftAdapter(folder, model)
  const tensors: Tensors = new Map()
  for (const [name, { values, shape }] of adapter.tensors) tensors.set(name, tf.tensor(values, [...shape]))
  return { spec: adapter.spec, alphas: adapter.alphas, scales: adapterScales(adapter), tensors }
}

/** What was trained, as it is written: `tensors` by the engine's names, with the settings of the run. */
export async function adapterToWrite(
  tensors: Tensors,
  model: DecoderConfig,
  { rank, alpha, rsLora, dropout }: TuningConfig,
  { alphas = new Map(), baseModel }: { alphas?: ReadonlyMap<string, number>; baseModel: string },
): Promise<LowRankAdapter> {
  const held = new Map<string, HostTensor>()
  for (const [name, tensor] of tensors) {
    held.set(name, { shape: tensor.shape, values: (await tensor.data()) as Float32Array })
  }
  const targets = targetsOf(modulesOf(held), model)
  return { spec: { rank, alpha, rsLora, dropout, targets }, alphas, tensors: held, baseModel }
}
