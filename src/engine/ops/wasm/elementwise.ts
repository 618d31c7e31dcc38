/** @file Writes kernels that compute some numbers from others at the same place. */

import type * as tf from '@tensorflow/tfjs-core'
import { type Code, i32, type Routine, type Value, type Variable } from './assembler'
import { type Kernel, kernel, placeOf } from './module'
import { eachVector, FLOAT, type Lanes, VECTOR } from './vectors'

/** Computes a value once, for several uses. */
export type Keep = (value: Value) => Variable

export interface Elementwise<In extends string, Out extends string> {
  name: string
  inputs: readonly In[]
  outputs: readonly Out[]
  /** From four numbers of each input, or one four times, those of each output. */
  write(x: Record<In, Variable>, keep: Keep, self: Routine): Record<Out, Value>
}

/** Takes tensors of one size by name; an output may be one of the inputs. */
export function elementwise<In extends string, Out extends string>({
  name,
  inputs,
  outputs,
  write,
}: Elementwise<In, Out>): (tensors: Record<In | Out, tf.Tensor>) => void {
  const integers = [...inputs, ...outputs, 'from', 'to'] as const
  const run = kernel(
    (assembly) =>
      assembly.routine(name, { integers }, (params: Record<In | Out | 'from' | 'to', Variable>, routine) => {
        const self = routine as unknown as Routine
        const at = self.variable('i32')
        const x = self.declare('v128', ...inputs)
        const place = (of: In | Out) => i32.add(params[of], at)
        const turn = (lanes: Lanes): Code => {
          const steps: Code[] = []
          const keep: Keep = (value) => {
            const variable = self.variable('v128')
            steps.push(variable.set(value))
            return variable
          }
          const y = write(x, keep, self)
          return [
            inputs.map((input) => x[input].set(lanes.load(place(input)))),
            steps,
            outputs.map((to) => lanes.store(place(to), y[to])),
          ]
        }
        return eachVector(at, params.from, params.to, turn)
      }),
    { work: ({ from, to }) => 0.35 * (to - from), step: VECTOR },
  ) as Kernel<string>
  const names = [...inputs, ...outputs]
  return (tensors) => {
    const args: Record<string, number> = { from: 0, to: FLOAT * tensors[names[0]!].size }
    for (const name of names) args[name] = placeOf(tensors[name])
    run(args)
  }
}
