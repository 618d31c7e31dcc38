/**
 * @file Kernels of our own on tfjs's wasm backend: each is assembled when first called, and works on the very memory in
 * which tfjs keeps its tensors. Where that memory is shared, helpers take parts of the larger calls.
 */
import * as tf from '@tensorflow/tfjs-core'
import { Assembly, type Code, f32x4, type Routine } from './assembler'
import { ATTENTION_SCRATCH } from './attention-kernels'
import type { Run } from './board'
import { Crew } from './crew'

/** The parts of tfjs's BackendWasm (4.22) that are used here. */
interface WasmBackend {
  wasm: {
    _malloc(bytes: number): number
    /** Of the build without threads. */
    asm?: { memory?: WebAssembly.Memory }
    /** Of the build with threads. */
    wasmMemory?: WebAssembly.Memory
    tfjs: { getThreadsCount(): number }
  }
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo
  getMemoryOffset(dataId: object): number
}

const backend = (): WasmBackend => tf.backend() as unknown as WasmBackend

/** Takes the parameters of a routine by name. */
export type Kernel<Param extends string> = (args: Record<Param, number>) => void

type AnyRoutine = Pick<Routine, 'integers' | 'floats'> & { params: { from: unknown; to: unknown } }
type KernelOf<R extends AnyRoutine> = Kernel<keyof R['params'] & string>

export interface Sharing<Param extends string> {
  /** About how many nanoseconds a call takes. */
  work(args: Record<Param, number>): number
  /** Parts of it, of `to - from`, are multiples of this. */
  step?: number
}

/**
 * @param define Writes the routine; what it does lies between `from` and `to`.
 * @param sharing How it may be shared out among threads; the result must not depend on that.
 */
export function kernel<R extends AnyRoutine>(
  define: (assembly: Assembly) => R,
  sharing: Sharing<keyof R['params'] & string>,
): KernelOf<R> {
  const instances = new WeakMap<WasmBackend, KernelOf<R>>()
  return (args) => {
    const on = backend()
    let run = instances.get(on)
    if (!run) {
      run = instantiate(define, sharing, on)
      instances.set(on, run)
    }
    run(args)
  }
}

function instantiate<R extends AnyRoutine>(
  define: (assembly: Assembly) => R,
  { work, step = 1 }: Sharing<keyof R['params'] & string>,
  on: WasmBackend,
): KernelOf<R> {
  const { memory, scratch, crew } = groundOf(on)
  const assembly = new Assembly(hasRelaxedSimd())
  const { integers, floats } = define(assembly)
  const code = assembly.bytes(isShared(memory))
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { log: Math.log, memory, scratch } })
  const run = instance.exports.run as Run
  const params = [...integers, ...floats] as (keyof R['params'] & string)[]
  const valuesOf = (args: Record<string, number>) => params.map((param) => args[param]!)
  if (!crew) return (args) => run(...valuesOf(args))
  const shared = crew.shares(code, run, { from: params.indexOf('from'), to: params.indexOf('to'), step })
  return (args) => shared(valuesOf(args), work(args))
}

/** What kernels work on. */
interface Ground {
  memory: WebAssembly.Memory
  /** Where the kernels' own thread may write. */
  scratch: number
  crew: Crew | null
}

const grounds = new WeakMap<WasmBackend, Ground>()

function groundOf(on: WasmBackend): Ground {
  const known = grounds.get(on)
  if (known) return known
  const { wasm } = on
  const memory = wasm.wasmMemory ?? wasm.asm?.memory
  if (!memory) throw new Error('tfjs’s wasm backend shows no memory')
  const allocate = (bytes: number) => wasm._malloc(bytes)
  const threads = () => wasm.tfjs.getThreadsCount()
  const crew = isShared(memory) && threads() > 1 ? new Crew(memory, allocate, threads) : null
  const ground = { memory, scratch: allocate(ATTENTION_SCRATCH), crew }
  grounds.set(on, ground)
  return ground
}

const isShared = ({ buffer }: WebAssembly.Memory): boolean => !(buffer instanceof ArrayBuffer)

const ZERO = f32x4.constant(0)
const hasSimd = probe(f32x4.add(ZERO, ZERO))
const hasRelaxedSimd = probe(f32x4.fusedMulAdd(ZERO, ZERO, ZERO))

/** Tells, once it is asked, whether the browser knows the instructions of an expression of one vector. */
function probe(expression: Code): () => boolean {
  let known: boolean | undefined
  return () => {
    if (known !== undefined) return known
    const assembly = new Assembly(false)
    assembly.routine('probe', { integers: [] }, (_, self) => self.variable('v128').set(expression))
    known = WebAssembly.validate(assembly.bytes(false))
    return known
  }
}

/** True where kernels of ours can run: tfjs's wasm backend, in a browser that has SIMD, as all have since 2023. */
export const onWasm = (): boolean => tf.getBackend() === 'wasm' && hasSimd()

/** Where a tensor's numbers begin, in bytes. */
export const placeOf = (tensor: tf.Tensor): number => backend().getMemoryOffset(tensor.dataId)

/** A tensor whose numbers are yet to be written. */
export function output<T extends tf.Tensor>(shape: number[]): T {
  return tf.engine().makeTensorFromTensorInfo(backend().makeOutput(shape, 'float32')) as T
}
