/**
 * @file A formula (scalars.ts) as an operation on tensors: one dispatch on a GPU, a plain loop over the numbers on wasm
 * and cpu.
 */
import * as tf from '@tensorflow/tfjs-core'
import { hostValues, onGpu } from './memory'
import { type Formula, NUMBERS } from './scalars'
import type { Kernel } from './webgpu/kernel'
import { output, runKernel } from './webgpu/run-kernel'
import { SCALAR_WORKGROUP, scalarKernel } from './webgpu/scalar-kernel'

/**
 * Applies a formula to n elements.
 *
 * @param tensors Together they hold one column of n numbers for each input, in order, end to end: any split of the
 * columns into tensors will do. With the results, no more than eight, which is all that some GPUs take.
 * @returns One tensor for each list of outputs, its columns end to end. Where an input is NaN or infinite, so that no
 * result can be trusted, every output is NaN.
 */
export type ScalarFunction<Param extends string> = (
  n: number,
  tensors: readonly tf.Tensor[],
  params: Record<Param, number>,
) => tf.Tensor1D[]

export function scalarFunction<In extends string, Param extends string, Out extends string>(
  formula: Formula<In, Param, Out>,
): ScalarFunction<Param> {
  // Tracing takes longer than a dispatch: a kernel for each split of the columns, of which there are one or two.
  const kernels = new Map<string, Kernel>()
  return (n, tensors, params) => {
    const columns = tensors.map(({ size }) => size / n)
    const given = columns.reduce((sum, count) => sum + count, 0)
    if (given !== formula.inputs.length || !columns.every(Number.isInteger))
      throw new Error(`a function of ${formula.inputs.join(', ')} was given ${given} columns`)
    if (!onGpu()) return onHost(formula, n, tensors, params)
    const split = columns.join()
    const kernel = kernels.get(split) ?? scalarKernel(formula as unknown as Formula, columns)
    kernels.set(split, kernel)
    const results = formula.outputs.map((names) => output([names.length * n]) as tf.Tensor1D)
    const numbers = [n, ...formula.params.map((name) => params[name])]
    runKernel(kernel, [...tensors], results, numbers, [Math.ceil(n / SCALAR_WORKGROUP)])
    return results
  }
}

function onHost<In extends string, Param extends string, Out extends string>(
  formula: Formula<In, Param, Out>,
  n: number,
  tensors: readonly tf.Tensor[],
  params: Record<Param, number>,
): tf.Tensor1D[] {
  const columns = tensors.flatMap((tensor) => {
    const values = hostValues(tensor)!
    return Array.from({ length: values.length / n }, (_, c) => values.subarray(c * n, (c + 1) * n))
  })
  const results = formula.outputs.map((names) => new Float32Array(names.length * n))
  const x = {} as Record<In, number>
  for (let i = 0; i < n; i++) {
    formula.inputs.forEach((name, c) => {
      x[name] = columns[c]![i]!
    })
    const finite = formula.inputs.every((name) => Number.isFinite(x[name]))
    const y = formula.evaluate(NUMBERS, x, params)
    formula.outputs.forEach((names, t) => {
      names.forEach((name, c) => {
        results[t]![c * n + i] = finite ? y[name] : Number.NaN
      })
    })
  }
  return results.map((values) => tf.tensor1d(values))
}
