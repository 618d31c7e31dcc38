/** @file Counts what is asked of the GPU, by whomever: tfjs's kernels and our own. */

/** Dispatches that `work` records, and what it returns. */
export function countDispatches<T>(work: () => T): { result: T; dispatches: number } {
  const { prototype } = GPUComputePassEncoder
  const original = prototype.dispatchWorkgroups
  let dispatches = 0
  prototype.dispatchWorkgroups = function (...workgroups) {
    dispatches += 1
    return original.apply(this, workgroups)
  }
  try {
    return { result: work(), dispatches }
  } finally {
    prototype.dispatchWorkgroups = original
  }
}
