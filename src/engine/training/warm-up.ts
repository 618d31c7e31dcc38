/** @file Compiles the GPU's kernels for a model before they are needed: a first step would wait for one after another. */
import * as tf from '@tensorflow/tfjs-core'
import type { Decoder, Parameters } from '../model/decoder'
import { onGpu } from '../ops/memory'
import { compileAhead } from '../ops/webgpu/pipelines'
import { collateSequences } from '../preference/collate'

/** Settles when forward and backward of training, and the comparison with the base, can be run without compiling. */
export async function warmUp({ config, ...decoder }: Decoder, parameters: Parameters): Promise<void> {
  if (!onGpu()) return
  const sequence = { prompt: [0, 0], completion: [0, 0, 0] }
  const batch = collateSequences([sequence, sequence], 0, config.context)
  await compileAhead(() =>
    tf.tidy(() => {
      const pass = decoder.forward(parameters, batch, { save: true })
      const gradients = decoder.backward(parameters, pass, tf.zeros([batch.targets.length]))
      pass.dispose()
      tf.dispose([...gradients.values()])
      decoder.compare(parameters, parameters, batch)
      return []
    }),
  )
}
