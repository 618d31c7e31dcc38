/** @file Adapters from PEFT's files to merged files: what PEFT's own merge would write, and what the decoder computes. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { expectClose } from '../../../tests/support/close'
import { freshFolder, GPT2, json, LLAMA } from '../../../tests/support/model-folders'
import { useNodeBackend } from '../../../tests/support/node-backend'
import { fileOfTypes, tensorsOf } from '../../../tests/support/safetensors-files'
import { tuningConfig } from '../../protocol/run-config'
import { createDecoder } from '../model/decoder'
import { linearLayers, namesWithAdapter } from '../model/lora'
import { disposeParameters } from '../model/parameters'
import { adapterToWrite, openAdapter } from './adapter'
import { folderOf } from './folder-of'
import { loadModelFolder, saveModelFolder } from './hf-folder'
import { writePeftAdapter } from './peft-write'
import { toBytes } from './stored-tensor'

beforeAll(() => useNodeBackend('cpu').then(() => {}))

const folder = (files: Record<string, Uint8Array>) => folderOf((name) => files[name])
const WEIGHTS = 'model.safetensors'
const RANK = 2

/** An adapter's files with a matrix pair on every module, by [in, out], as PEFT writes them. */
function peftFiles(modules: { module: string; shape: [number, number] }[], config: object): Record<string, Uint8Array> {
  const matrix = (shape: number[], phase: number) => {
    const values = Float32Array.from({ length: shape[0]! * shape[1]! }, (_, i) => 0.3 * Math.cos(i + phase))
    return { dtype: 'F32', shape, data: toBytes(values, 'F32') }
  }
  const tensors = modules.flatMap(({ module, shape: [from, to] }, i) => [
    [`base_model.model.${module}.lora_A.weight`, matrix([RANK, from], i)] as const,
    [`base_model.model.${module}.lora_B.weight`, matrix([to, RANK], i + 0.5)] as const,
  ])
  return {
    'adapter_config.json': json({ peft_type: 'LORA', r: RANK, target_modules: 'all-linear', ...config }),
    'adapter_model.safetensors': fileOfTypes(Object.fromEntries(tensors)),
  }
}

const cases = [
  { name: 'GPT-2', model: GPT2, config: { lora_alpha: 6, fan_in_fan_out: true }, scale: 3, isConv1D: true },
  { name: 'Llama', model: LLAMA, config: { lora_alpha: 6 }, scale: 3, isConv1D: false },
  {
    name: 'Llama with rsLoRA',
    model: LLAMA,
    config: { lora_alpha: 6, use_rslora: true },
    scale: 6 / Math.SQRT2,
    isConv1D: false,
  },
]

test.each(cases)('$name: merged weights are W + scale · B·A, and give the logits of the adapter', async (given) => {
  const { model, config, scale, isConv1D } = given
  const before = tf.memory().numTensors
  const files = freshFolder(model)
  const base = await loadModelFolder(folder(files))
  const layers = linearLayers(base.decoder.config)
  const peft = peftFiles(layers, config)
  const adapter = await openAdapter(folder(peft), base.decoder.config)
  const decoder = createDecoder(base.decoder.config, namesWithAdapter(base.decoder.config, adapter.scales))
  const params = new Map([...base.params, ...adapter.tensors])

  const saved = await saveModelFolder(decoder, params, 'F32', base.hfConfig)
  const merged = await tensorsOf(saved[WEIGHTS]!)
  const [weights, matrices] = [await tensorsOf(files[WEIGHTS]), await tensorsOf(peft['adapter_model.safetensors']!)]
  for (const { module, shape } of layers) {
    const [from, to] = shape
    const a = matrices.get(`base_model.model.${module}.lora_A.weight`)!.values
    const b = matrices.get(`base_model.model.${module}.lora_B.weight`)!.values
    const wanted = weights.get(`${module}.weight`)!.values.slice()
    for (let o = 0; o < to; o++) {
      for (let i = 0; i < from; i++) {
        let product = 0
        for (let r = 0; r < RANK; r++) product += b[o * RANK + r]! * a[r * from + i]!
        wanted[isConv1D ? i * to + o : o * from + i]! += scale * product
      }
    }
    expectClose(merged.get(`${module}.weight`)!.values, wanted, 1e-6, module)
  }

  const again = await loadModelFolder(folder(saved))
  const ids = [1, 5, 2, 9]
  const logits = [
    decoder.logits(params, ids),
    again.decoder.logits(again.params, ids),
    base.decoder.logits(base.params, ids),
  ]
  const [adapted, whole, plain] = logits.map((tensor) => tensor.dataSync())
  expectClose(adapted!, whole!, 1e-5, 'adapter on and merged')
  expect(Math.max(...plain!.map((value, i) => Math.abs(value - adapted![i]!)))).toBeGreaterThan(0.01)

  const { rank, alpha, rsLora } = adapter.spec
  const tuning = { ...tuningConfig.parse({}), rank, alpha, rsLora }
  const written = writePeftAdapter(
    decoder.config,
    await adapterToWrite(adapter.tensors, decoder.config, tuning, { baseModel: 'owner/model' }),
  )
  expect(await tensorsOf(written['adapter_model.safetensors'])).toEqual(matrices)
  tf.dispose(logits)
  for (const held of [params, again.params]) disposeParameters(held)
  expect(tf.memory().numTensors).toBe(before)
})
