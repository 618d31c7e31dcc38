/** @file Compiles the GPU's kernels for a model before they are needed: a first step would wait for one after another. */
import * as tf from '@tensorflow/tfjs-core'
import { tuningConfig } from '../../protocol/run-config'
import { isPlain, policyOf } from '../model/parameters'
import { onGpu } from '../ops/memory'
import { compileAhead } from '../ops/webgpu/pipelines'
import { collateSequences } from '../preference/collate'
import type { LanguageModel } from './language-model'
import { beginTuning } from './tuning'

/** From so many weights on people tune an adapter: few have the memory for more. */
const LARGE = 20e6

/** Settles when forward and backward of training, and the comparison with the base, can be run without compiling. */
export async function warmUp(model: Pick<LanguageModel, 'decoder' | 'parameters'>): Promise<void> {
  if (!onGpu()) return
  const { parameters } = model
  const numbers = [...parameters.values()].reduce((sum, { size }) => sum + size, 0)
  const method = numbers > LARGE || !isPlain(parameters) ? 'lora' : 'full'
  const tuning = beginTuning(
    { ...model, tokenizer: null, chat: null },
    { tuning: tuningConfig.parse({ method }), seed: 0 },
  )
  try {
    const { decoder } = tuning
    const policy = policyOf(parameters, tuning.start)
    const sequence = { prompt: [0, 0], completion: [0, 0, 0] }
    const batch = collateSequences([sequence, sequence], 0, decoder.config.context)
    await compileAhead(() =>
      tf.tidy(() => {
        const pass = decoder.forward(policy, batch, { save: true })
        const gradients = decoder.backward(policy, pass, tf.zeros([batch.targets.length]))
        pass.dispose()
        tf.dispose([...gradients.values()])
        decoder.compare(policy, parameters, batch)
        return []
      }),
    )
  } finally {
    tuning.dispose()
  }
}
