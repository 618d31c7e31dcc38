/** @file Where a step's dispatches on WebGPU come from: one layer, forward and backward, and the optimizer. */
import { type Shape, STANDARD } from '../network'
import type { Context } from './context'
import { withOurs } from './measure-ours'

export interface DispatchParts {
  step: number
  perLayer: number
  optimizer: number
}

const FEWER_LAYERS = 2

export async function countDispatches(context: Context): Promise<DispatchParts> {
  const count = (shape: Shape) =>
    withOurs(context, { shape, backend: 'webgpu' }, async (arm) => {
      await arm.call('step')
      const { dispatches } = await arm.call('step')
      return { step: dispatches, optimizer: (await arm.call('optimizer')).dispatches }
    })
  const fewer = await count({ ...STANDARD, layers: FEWER_LAYERS })
  const { step, optimizer } = await count(STANDARD)
  const parts = { step, perLayer: (step - fewer.step) / (STANDARD.layers - FEWER_LAYERS), optimizer }
  console.log(
    `\nours: ${step} dispatches a step, ${parts.perLayer} of them for each layer, ${optimizer} for the optimizer`,
  )
  return parts
}
