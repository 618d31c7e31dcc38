/** @file Whether a model's weights can be held at all, asked before they are fetched. */
import { AppError } from '../../protocol/errors'
import { familyOf } from '../model/families/registry'
import { canBeHalf } from '../ops/half'
import { onGpu } from '../ops/memory'
import type { MemoryLimits } from '../training/memory-estimate'
import type { LoadPlan } from './hf-folder'

const mega = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`

/** @throws AppError `device/out-of-memory` naming the tensor or the sum that does not fit. */
export function refuseTooLarge({ decoder: { config, names }, half }: LoadPlan, limits: MemoryLimits): void {
  const sizes = familyOf(config.family)
    .weights(config)
    .map(({ name, shape }) => {
      const numbers = shape.reduce((a, b) => a * b, 1)
      const keepsHalf = half && canBeHalf(shape) && name !== names.positions
      return { name, bytes: numbers * (keepsHalf ? 2 : 4) }
    })
  const largest = sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a))
  if (largest.bytes > limits.tensor) {
    const helps = onGpu() && !half && largest.bytes / 2 <= limits.tensor
    throw new AppError(
      'device/out-of-memory',
      `${largest.name} takes ${mega(largest.bytes)}, but one tensor may take ${mega(limits.tensor)} on this device.`,
      helps ? 'Load the model with 16-bit weights.' : 'Take a model with a smaller vocabulary, or another device.',
    )
  }
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  // A GPU's memory is not told; the processor's part of it is.
  if (onGpu() || total <= limits.total) return
  throw new AppError(
    'device/out-of-memory',
    `The weights take ${mega(total)}, but WebAssembly holds ${mega(limits.total)} at most.`,
    'Take a smaller model, or a browser with a GPU.',
  )
}
