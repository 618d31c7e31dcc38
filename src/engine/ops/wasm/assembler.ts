/**
 * @file Writes WebAssembly: as much of it as loops over 32-bit floats need, four numbers at a time. An expression is
 * the list of bytes that computes it, and holds the lists of its operands; so a kernel is written as a tree of calls,
 * and needs no compiler but the browser's own.
 */

/** Bytes, in the order in which they are written. */
export type Code = readonly (number | Code)[]

/** What an instruction takes: bytes that leave a value, a variable, or an integer constant. */
export type Value = Code | Variable | number

export type Type = 'i32' | 'f32' | 'f64' | 'v128'
const TYPES: Record<Type, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b }

/** A parameter or local variable of a function. */
export class Variable {
  constructor(
    private readonly index: number,
    readonly type: Type,
  ) {}

  get read(): Code {
    return [0x20, unsigned(this.index)]
  }

  set(value: Value): Code {
    return [code(value), 0x21, unsigned(this.index)]
  }

  /** Of an i32. */
  increase(by: Value): Code {
    return this.set(i32.add(this, by))
  }
}

function code(value: Value): Code {
  if (typeof value === 'number') return [0x41, signed(value)]
  return value instanceof Variable ? value.read : value
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return [...bytes, rest]
}

function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80)
  return [...bytes, rest & 0x7f]
}

type One = [Value]
type Two = [Value, Value]
type Three = [Value, Value, Value]

const apply =
  <Args extends Value[]>(...opcode: number[]) =>
  (...args: Args): Code => [args.map(code), opcode]

/** SIMD instructions have a prefix before their number. */
const simd = (number: number): number[] => [0xfd, ...unsigned(number)]
const applySimd = <Args extends Value[]>(number: number) => apply<Args>(...simd(number))

/** `offset` in bytes, constant. The alignment, a hint alone, is given as one byte. */
const load =
  (opcode: number[]) =>
  (address: Value, offset = 0): Code => [code(address), opcode, 0, unsigned(offset)]
const store =
  (opcode: number[], suffix: number[] = []) =>
  (address: Value, value: Value, offset = 0): Code => [code(address), code(value), opcode, 0, unsigned(offset), suffix]

export const i32 = {
  add: apply<Two>(0x6a),
  sub: apply<Two>(0x6b),
  mul: apply<Two>(0x6c),
  and: apply<Two>(0x71),
  shl: apply<Two>(0x74),
  divide: apply<Two>(0x6d),
  remainder: apply<Two>(0x6f),
  isZero: apply<One>(0x45),
  /** Signed. */
  less: apply<Two>(0x48),
  min: (x: Value, y: Value): Code => select(x, y, i32.less(x, y)),
  load: load([0x28]),
}

export const f32 = {
  constant: (value: number): Code => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)],
  load: load([0x2a]),
  store: store([0x38]),
  add: apply<Two>(0x92),
  sub: apply<Two>(0x93),
  mul: apply<Two>(0x94),
  div: apply<Two>(0x95),
  max: apply<Two>(0x97),
  sqrt: apply<One>(0x91),
  neg: apply<One>(0x8c),
  fromInteger: apply<One>(0xb2),
  fromDouble: apply<One>(0xb6),
}

export const f64 = {
  fromFloat: apply<One>(0xbb),
  add: apply<Two>(0xa0),
  store: store([0x39]),
}

export const f32x4 = {
  constant: (value: number): Code => f32x4.splat(f32.constant(value)),
  load: load(simd(0x00)),
  /** One number, four times. */
  loadSplat: load(simd(0x09)),
  store: store(simd(0x0b)),
  /** The first number alone. */
  storeFirst: store(simd(0x5a), [0]),
  splat: applySimd<One>(0x13),
  lane: (x: Value, lane: number): Code => [code(x), simd(0x1f), lane],
  abs: applySimd<One>(0xe0),
  neg: applySimd<One>(0xe1),
  sqrt: applySimd<One>(0xe3),
  add: applySimd<Two>(0xe4),
  sub: applySimd<Two>(0xe5),
  mul: applySimd<Two>(0xe6),
  div: applySimd<Two>(0xe7),
  /** y where it is less, else x: a NaN in x stays. */
  min: applySimd<Two>(0xea),
  /** y where it is more, else x: a NaN in x stays. */
  max: applySimd<Two>(0xeb),
  greater: applySimd<Two>(0x44),
  and: applySimd<Two>(0x4e),
  /** x where the bits of `where` are set, else y. */
  choose: (x: Value, y: Value, where: Value): Code => [code(x), code(y), code(where), simd(0x52)],
  /** x · y + z, rounded once; relaxed SIMD. */
  fusedMulAdd: applySimd<Three>(0x105),
  /** Lanes 0 to 3 are those of x, 4 to 7 those of y. */
  shuffle: (x: Value, y: Value, lanes: readonly number[]): Code => [
    code(x),
    code(y),
    simd(0x0d),
    lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  ],
}

/** The bits of the same vectors as integers. */
export const i32x4 = {
  constant: (values: readonly [number, number, number, number]): Code => [
    simd(0x0c),
    ...new Uint8Array(new Int32Array(values).buffer),
  ],
  add: applySimd<Two>(0xae),
  shl: applySimd<[Value, Value]>(0xab),
}

export const f64x2 = {
  /** Of the first two lanes. */
  fromFloats: applySimd<One>(0x5f),
  add: applySimd<Two>(0xf0),
  mul: applySimd<Two>(0xf2),
  lane: (x: Value, lane: number): Code => [code(x), simd(0x21), lane],
}

/** x if the integer `condition` is not 0, else y; both are computed. */
export const select = (x: Value, y: Value, condition: Value): Code => [code(x), code(y), code(condition), 0x1b]

/** Does the one, if the integer `condition` is not 0, or the other. */
export function when(condition: Value, body: Code, otherwise: Code = []): Code {
  return [code(condition), 0x04, 0x40, body, 0x05, otherwise, 0x0b]
}

/** Repeats while the integer `variable` is below `end`, adding `step` to it after each turn. */
export function during(variable: Variable, end: Value, step: Value, body: Code): Code {
  const below = i32.less(variable, end)
  return when(below, [0x03, 0x40, body, variable.increase(step), below, 0x0d, 0, 0x0b])
}

export function loop(variable: Variable, from: Value, end: Value, step: Value, body: Code): Code {
  return [variable.set(from), during(variable, end, step, body)]
}

/** A function that returns nothing; integers come first among its parameters. */
export class Routine<Param extends string = string> {
  private readonly locals: Variable[] = []
  readonly params: Record<Param, Variable>
  body: Code = []

  constructor(
    readonly name: string,
    private readonly index: number,
    readonly integers: readonly Param[],
    readonly floats: readonly Param[],
    private readonly fused: boolean,
  ) {
    const types = [...integers.map(() => 'i32' as const), ...floats.map(() => 'f32' as const)]
    this.params = named([...integers, ...floats], (_, i) => new Variable(i, types[i]!))
  }

  /** Variables of its own, by name. */
  declare<Name extends string>(type: Type, ...names: Name[]): Record<Name, Variable> {
    return named(names, () => this.variable(type))
  }

  variable(type: Type): Variable {
    const local = new Variable(this.integers.length + this.floats.length + this.locals.length, type)
    this.locals.push(local)
    return local
  }

  /** x · y + z of vectors. */
  mulAdd(x: Value, y: Value, z: Value): Code {
    return this.fused ? f32x4.fusedMulAdd(x, y, z) : f32x4.add(f32x4.mul(x, y), z)
  }

  call(args: Record<Param, Value>): Code {
    return [[...this.integers, ...this.floats].map((name) => code(args[name])), 0x10, unsigned(this.index)]
  }

  get type(): Code {
    return [0x60, list([...this.integers.map(() => [TYPES.i32]), ...this.floats.map(() => [TYPES.f32])]), 0]
  }

  get bytes(): Code {
    return sized([list(this.locals.map(({ type }) => [1, TYPES[type]])), this.body, 0x0b])
  }
}

function named<Name extends string, T>(names: Name[], make: (name: Name, i: number) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name, i) => [name, make(name, i)])) as Record<Name, T>
}

const list = (items: Code[]): Code => [unsigned(items.length), items]
const flat = (bytes: Code): number[] => bytes.flat(Number.POSITIVE_INFINITY as 20) as number[]
const sized = (bytes: Code): Code => {
  const all = flat(bytes)
  return [unsigned(all.length), all]
}
const section = (id: number, content: Code): Code => [id, sized(content)]
const text = (value: string): Code => list([...new TextEncoder().encode(value)].map((byte) => [byte]))

/** Pages of 64 KiB in a memory of 4 GiB. */
const MOST_PAGES = 65_536

/** Functions over one memory, each thread with a place of its own in it; the last one is exported as `run`. */
export class Assembly {
  private readonly routines: Routine[] = []

  /** @param fused Multiplies and adds with one instruction of relaxed SIMD, which not every browser has. */
  constructor(private readonly fused: boolean) {}

  /** `write` is given the parameters, by name, and the function, and returns its body. */
  routine<const Integer extends string, const Float extends string = never>(
    name: string,
    { integers, floats = [] }: { integers: readonly Integer[]; floats?: readonly Float[] },
    write: (params: Record<Integer | Float, Variable>, self: Routine<Integer | Float>) => Code,
  ): Routine<Integer | Float> {
    const routine = new Routine<Integer | Float>(name, 1 + this.routines.length, integers, floats, this.fused)
    this.routines.push(routine)
    routine.body = write(routine.params, routine)
    return routine
  }

  /** Imported: the natural logarithm, f64 to f64. */
  readonly log = apply<One>(0x10, 0)
  /** Imported: where this thread may write what it needs for a while; i32. */
  readonly scratch: Code = [0x23, 0]

  /** @param shared Whether the memory is one that threads share. */
  bytes(shared: boolean): Uint8Array<ArrayBuffer> {
    const { routines } = this
    const limits = shared ? [0x03, 0, unsigned(MOST_PAGES)] : [0x00, 0]
    const logType: Code = [0x60, 1, TYPES.f64, 1, TYPES.f64]
    const imported = (name: string, what: Code): Code => [text('env'), text(name), what]
    return Uint8Array.from(
      flat([
        [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
        section(1, list([logType, ...routines.map(({ type }) => type)])),
        section(
          2,
          list([
            imported('log', [0x00, 0]),
            imported('memory', [0x02, limits]),
            imported('scratch', [0x03, TYPES.i32, 0]),
          ]),
        ),
        section(3, list(routines.map((_, i) => unsigned(1 + i)))),
        section(7, list([[text('run'), 0x00, unsigned(routines.length)]])),
        section(10, list(routines.map(({ bytes }) => bytes))),
        // Names, for profiles.
        section(0, [text('name'), section(1, list(routines.map(({ name }, i) => [unsigned(1 + i), text(name)])))]),
      ]),
    )
  }
}
