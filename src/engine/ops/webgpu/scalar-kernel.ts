/**
 * @file Writes a formula (scalars.ts) as one WGSL kernel, by evaluating it once on names instead of numbers.
 *
 * WGSL may assume that NaN and infinity do not occur, and its min, max and comparisons may lose them. Inputs are
 * therefore looked at as bits, and NaN is written as bits: where an input is not finite, every output is NaN.
 */
import type { Formula, Operand, Scalars } from '../scalars'
import type { Kernel } from './kernel'

export const SCALAR_WORKGROUP = 64

/**
 * @param columns How many columns each tensor that is read has, in the order of the formula's inputs. The element i of
 * column c lies at c * n + i.
 */
export function scalarKernel(formula: Formula, columns: readonly number[]): Kernel {
  const lines: string[] = []
  const places = columnPlaces('read', columns)
  // Prefixes, because a name may be a word of WGSL.
  const x: Record<string, string> = {}
  formula.inputs.forEach((name, i) => {
    lines.push(`let bits_${name} = ${places[i]};`, `let in_${name} = bitcast<f32>(bits_${name});`)
    x[name] = `in_${name}`
  })
  const params: Record<string, string> = {}
  for (const name of formula.params) params[name] = `params.in_${name}`
  const results = formula.evaluate(new Tracer(lines), x, params)
  // Any input that is not finite leaves all exponent bits set; with the next bit also set that is a NaN.
  const broken = formula.inputs.map((name) => `broken(bits_${name})`).join(' | ')
  lines.push(`let nan = ${broken};`)
  const written = columnPlaces(
    'write',
    formula.outputs.map((names) => names.length),
  )
  formula.outputs.flat().forEach((name, i) => {
    lines.push(`${written[i]} = select(bitcast<u32>(${text(results[name]!)}), nan | ${QUIET_NAN}, nan != 0u);`)
  })
  const code = `fn broken(bits: u32) -> u32 {
  return select(0u, bits, (bits & ${EXPONENT}) == ${EXPONENT});
}

@compute @workgroup_size(${SCALAR_WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  let n = params.n;
  if (i >= n) { return; }
  ${lines.join('\n  ')}
}`
  return {
    key: keyOf(formula.name, code),
    reads: columns.map((_, t) => `read${t}: array<u32>`),
    writes: formula.outputs.map((_, t) => `write${t}: array<u32>`),
    params: ['n: u32', ...formula.params.map((name) => `in_${name}: f32`)],
    volatile: formula.params.length > 0,
    code,
  }
}

/** Short names for codes, of which there are as many as objectives and hyperparameters that were tried. */
const keys = new Map<string, string>()

function keyOf(name: string, code: string): string {
  const known = keys.get(code)
  if (known) return known
  const key = `${name} #${keys.size}`
  keys.set(code, key)
  return key
}

const EXPONENT = '0x7f800000u'
const QUIET_NAN = '0x7fc00000u'

/** Where each column's element i lies: `read0[i]`, `read0[n + i]`, `read0[2u * n + i]`, `read1[i]`, ... */
const columnPlaces = (name: string, columns: readonly number[]): string[] =>
  columns.flatMap((count, t) =>
    Array.from({ length: count }, (_, c) => `${name}${t}[${c === 0 ? 'i' : c === 1 ? 'n + i' : `${c}u * n + i`}]`),
  )

/** Each operation becomes one line, `let t3 = t1 * t2;`, and the new name is its result. */
class Tracer implements Scalars<string> {
  private names = 0

  constructor(private readonly lines: string[]) {}

  add = this.binary('+')
  sub = this.binary('-')
  mul = this.binary('*')
  div = this.binary('/')
  abs = this.call('abs')
  exp = this.call('exp')
  log = this.call('log')
  min = this.call('min')
  max = this.call('max')

  neg(a: Operand<string>): string {
    return this.line(`-${text(a)}`)
  }

  ifGreater(a: Operand<string>, b: Operand<string>, yes: Operand<string>, no: Operand<string>): string {
    return this.line(`select(${text(no)}, ${text(yes)}, ${text(a)} > ${text(b)})`)
  }

  private binary(sign: string): (a: Operand<string>, b: Operand<string>) => string {
    return (a, b) => this.line(`${text(a)} ${sign} ${text(b)}`)
  }

  private call(name: string): (...operands: Operand<string>[]) => string {
    return (...operands) => this.line(`${name}(${operands.map(text).join(', ')})`)
  }

  private line(expression: string): string {
    const name = `t${this.names++}`
    this.lines.push(`let ${name} = ${expression};`)
    return name
  }
}

/** A name as it is, a constant as a literal of type f32. */
function text(operand: Operand<string>): string {
  if (typeof operand === 'string') return operand
  const rounded = Math.fround(operand)
  if (!Number.isFinite(rounded)) throw new Error(`${operand} is no constant for a kernel`)
  return rounded < 0 ? `(${rounded}f)` : `${rounded}f`
}
