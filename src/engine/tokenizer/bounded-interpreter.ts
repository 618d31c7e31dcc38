/**
 * @file Jinja within bounds. Templates come from strangers, and `@huggingface/jinja` evaluates whatever they say: this
 * counts the work, before it is done where one step could do much, and stops. Counted, not timed, so that a template
 * renders everywhere or nowhere.
 */
import { Interpreter } from '@huggingface/jinja'
import { jsonLength, lengthOf, measure, searchCost, type Value, widthOf } from './template-values'

type Node = NonNullable<Parameters<Interpreter['evaluate']>[0]>
type Scope = Parameters<Interpreter['evaluate']>[1]

/** A node of the parsed template, with what is read here. */
interface Parsed extends Node {
  value?: unknown
  operand?: Parsed
  object?: Parsed
  property?: Parsed
  computed?: boolean
  callee?: Parsed
  args?: Parsed[]
  argument?: Parsed
  call?: Parsed
  filter?: Parsed
  body?: Parsed[]
  iterable?: Parsed
  lhs?: Parsed
  left?: Parsed
  right?: Parsed
  operator?: { value: string }
}

/** The nodes directly within a block: what they evaluate to is written out. */
export function printedNodes(part: unknown, found = new Set<unknown>()): Set<unknown> {
  if (!part || typeof part !== 'object') return found
  for (const [key, inner] of part instanceof Map ? part : Object.entries(part)) {
    const isBlock = Array.isArray(inner) && (key === 'body' || key === 'alternate' || key === 'defaultBlock')
    if (isBlock) for (const node of inner) found.add(node)
    printedNodes(key, found)
    printedNodes(inner, found)
  }
  return found
}

export interface TemplateBounds {
  /** Steps, each about a tenth of a microsecond to one. */
  work: number
  /** Characters (and elements) of one value, and of the whole text. */
  size: number
}

/** The template does not end, or not soon. */
export class RunawayTemplate extends Error {
  override name = 'RunawayTemplate'
}

/** Nested nodes: far above any real template, far below what the stack holds. */
const MAX_DEPTH = 400
/** Lists within lists. */
const MAX_NESTING = 64
/** Costs in steps of what is dear in the library. */
const ITERATION = 24
const UNKNOWN_NAME = 100
const JUMP = 100
const CALL = 16
/** What a namespace within a list counts for: a part of the size that one value may have. */
const NAMESPACE_SHARE = 1 / 8
/** A text is looked at faster than a node is evaluated. */
const CHARACTERS_PER_STEP = 16
/** Filters that look at all that a list holds. */
const WRITES_OUT = new Set(['tojson', 'string', 'join', 'unique'])

/** Stands for an expression whose value is known already. */
class Computed implements Node {
  type = 'Computed'
  constructor(readonly result: Value) {}
}

export class BoundedInterpreter extends Interpreter {
  private work = 0
  private depth = 0
  /** Methods of strings, by the string that they were taken from: they can be kept in a variable and called later. */
  private readonly methods = new WeakMap<Value, { name: string; text: string }>()
  private readonly sizes = new WeakMap<object, number>()

  constructor(
    environment: Scope,
    private readonly bounds: TemplateBounds,
    /** Nodes whose values are written out: `printedNodes` of the template. */
    private readonly printed: ReadonlySet<unknown>,
  ) {
    super(environment)
  }

  override evaluate(node: Node | undefined, scope: Scope): Value {
    if (node instanceof Computed) return node.result
    if (!node) return super.evaluate(node, scope)
    // A name is looked up through all scopes around it.
    this.spend(1 + this.depth / 16)
    if (++this.depth > MAX_DEPTH) throw new RunawayTemplate(`it nests deeper than ${MAX_DEPTH} levels`)
    try {
      const prepared = this.prepare(node as Parsed, scope)
      const result = super.evaluate(prepared, scope)
      this.account(prepared, result)
      if (this.printed.has(node)) this.spendOnAll(result)
      return result
    } finally {
      this.depth--
    }
  }

  /** Values that one step would work through, evaluated and paid for before that step. */
  private prepare(node: Parsed, scope: Scope): Parsed {
    switch (node.type) {
      case 'For':
        return this.prepareFor(node, scope)
      case 'FilterExpression':
        return this.prepareFilter(node, scope)
      case 'FilterStatement': {
        const operand: Parsed = { type: 'Program', body: node.body! }
        return this.prepareFilter({ type: 'FilterExpression', operand, filter: node.filter! }, scope)
      }
      case 'CallExpression':
        return this.prepareCall(node, scope)
      case 'CallStatement':
        this.spend(this.sizeOf(node))
        return { ...node, call: this.prepareCall(node.call!, scope) }
      case 'Macro':
        // The library looks through a macro's body each time that it comes by.
        this.spend(this.sizeOf(node))
        return node
      case 'MemberExpression':
        return this.prepareMember(node, scope)
      case 'BinaryExpression':
        return this.prepareBinary(node, scope)
      case 'Break':
      case 'Continue':
        this.spend(JUMP)
    }
    return node
  }

  private prepareFor(node: Parsed, scope: Scope): Parsed {
    const filtered = node.iterable!.type === 'SelectExpression'
    const list = this.compute(filtered ? node.iterable!.lhs! : node.iterable!, scope)
    this.spend(ITERATION * lengthOf(list.result))
    return { ...node, iterable: filtered ? { ...node.iterable!, lhs: list } : list }
  }

  private prepareFilter(node: Parsed, scope: Scope): Parsed {
    const operand = this.compute(node.operand!, scope)
    const filter = node.filter!
    const isCall = filter.type === 'CallExpression'
    const name = String(isCall ? filter.callee!.value : filter.value)
    // These two look at the form of their arguments, which are constants.
    const asWritten = name === 'selectattr' || name === 'rejectattr'
    const args = isCall && !asWritten ? this.computeArguments(filter.args!, scope) : (filter.args ?? [])
    this.payForFilter(name, operand.result, asWritten ? [] : args)
    return { ...node, operand, filter: isCall ? { ...filter, args } : filter }
  }

  private prepareCall(node: Parsed, scope: Scope): Parsed {
    const args = this.computeArguments(node.args!, scope)
    const callee = this.compute(node.callee!, scope)
    this.spend(CALL)
    const method = this.methods.get(callee.result)
    if (method) this.payForMethod(method.name, method.text, args)
    return { ...node, callee, args }
  }

  private prepareMember(node: Parsed, scope: Scope): Parsed {
    const object = this.compute(node.object!, scope)
    // As in Python; the library would go on with nothing, and so render an empty conversation.
    if (object.result.type === 'UndefinedValue') throw new Error('it looks into something that is not there')
    if (node.property!.type === 'SliceExpression') {
      this.spend(lengthOf(object.result))
      return { ...node, object }
    }
    const property = node.computed ? this.compute(node.property!, scope) : node.property!
    // The library makes all methods of a string at the first look at one.
    if (object.result.type === 'StringValue') this.spend(CALL)
    return { ...node, object, property }
  }

  private prepareBinary(node: Parsed, scope: Scope): Parsed {
    const operator = node.operator!.value
    // The second operand of these is evaluated only if the first does not decide.
    if (operator === 'and' || operator === 'or') return node
    const left = this.compute(node.left!, scope)
    const right = this.compute(node.right!, scope)
    // JavaScript writes a list out to compare it with anything or to add it to a text.
    for (const { result } of [left, right]) if (Array.isArray(result.value)) this.spendOnAll(result)
    if (operator === 'in' || operator === 'not in') this.spend(searchCost(right.result, lengthOf(left.result)))
    return { ...node, left, right }
  }

  private compute(node: Parsed, scope: Scope): Computed {
    return new Computed(this.evaluate(node, scope))
  }

  /** Positional, named and unpacked arguments, with their values known. */
  private computeArguments(args: Parsed[], scope: Scope): Parsed[] {
    return args.map((argument): Parsed => {
      if (argument.type === 'KeywordArgumentExpression')
        return { ...argument, value: this.compute(argument.value as Parsed, scope) }
      if (argument.type === 'SpreadExpression' || argument.type === 'KeywordSpreadExpression')
        return { ...argument, argument: this.compute(argument.argument!, scope) as Parsed }
      return this.compute(argument, scope) as Parsed
    })
  }

  private payForFilter(name: string, operand: Value, args: Parsed[]): void {
    const whole = this.measure(operand)
    const width = this.valuesOf(args).reduce((most, value) => Math.max(most, widthOf(value)), 0)
    this.spend(CALL + lengthOf(operand))
    if (WRITES_OUT.has(name)) this.spendOnAll(operand)
    if (name === 'sort' || name === 'dictsort') this.spendOnAll(operand, 16)
    if (name === 'replace') this.payForMethod(name, operand.value, args)
    if (name === 'join') this.fit(whole.characters + width * lengthOf(operand))
    if (name === 'indent') this.fit(whole.characters + width * (1 + whole.characters))
    if (name === 'tojson') this.fit(jsonLength(whole, width))
  }

  private payForMethod(name: string, text: unknown, args: Parsed[]): void {
    if (typeof text !== 'string') return
    this.spend(text.length)
    const [wanted, put] = this.valuesOf(args).map(({ value }): unknown => value)
    if (typeof wanted !== 'string') return
    this.spend((text.length * wanted.length) / 64)
    if (name !== 'replace' || typeof put !== 'string') return
    const places = wanted === '' ? text.length + 1 : text.split(wanted).length - 1
    this.fit(text.length + places * put.length)
  }

  /** Of all arguments, unpacked ones among them. */
  private valuesOf(args: Parsed[]): Value[] {
    return args.flatMap((argument): Value[] => {
      if (argument instanceof Computed) return [argument.result]
      if (argument.value instanceof Computed) return [argument.value.result]
      if (!(argument.argument instanceof Computed)) return []
      const unpacked: unknown = argument.argument.result.value
      return unpacked instanceof Map ? [...unpacked.values()] : Array.isArray(unpacked) ? unpacked : []
    })
  }

  /** What came out: too large, or dear. */
  private account(node: Parsed, result: Value): void {
    const { characters, elements, depth } = this.measure(result)
    this.fit(characters + elements)
    if (depth > MAX_NESTING) throw new RunawayTemplate(`it nests lists deeper than ${MAX_NESTING} levels`)
    if (typeof result.value === 'string') this.spend(result.value.length / CHARACTERS_PER_STEP)
    if (node.type === 'Identifier' && result.type === 'UndefinedValue') this.spend(UNKNOWN_NAME)
    if (node.type.startsWith('Call') || node.type.startsWith('Filter')) this.spend(lengthOf(result))
    if (node.type === 'MemberExpression' && result.type === 'FunctionValue') this.remember(node, result)
  }

  private remember({ object, property, computed }: Parsed, method: Value): void {
    const text: unknown = object instanceof Computed ? object.result.value : null
    const name: unknown = computed && property instanceof Computed ? property.result.value : property?.value
    if (typeof text === 'string') this.methods.set(method, { name: String(name), text })
  }

  private measure(value: Value) {
    return measure(value, this.bounds.size * NAMESPACE_SHARE)
  }

  /** Nodes of a part of the template. */
  private sizeOf(part: unknown): number {
    if (!part || typeof part !== 'object') return 0
    const before = this.sizes.get(part)
    if (before !== undefined) return before
    const inner = part instanceof Map ? [...part].flat() : Object.values(part)
    const size = inner.reduce((sum: number, each) => sum + this.sizeOf(each), 1)
    this.sizes.set(part, size)
    return size
  }

  private spend(steps: number): void {
    this.work += steps
    if (this.work > this.bounds.work) throw new RunawayTemplate(`it takes more than ${this.bounds.work} steps`)
  }

  private spendOnAll(value: Value, times = 1): void {
    const { characters, elements } = this.measure(value)
    this.spend(times * (characters / CHARACTERS_PER_STEP + elements))
  }

  private fit(size: number): void {
    if (size > this.bounds.size) throw new RunawayTemplate(`it makes a text longer than ${this.bounds.size} characters`)
  }
}
