/** @file A chat template as transformers' apply_chat_template renders it, within bounds. */
import { Environment, parse, tokenize } from '@huggingface/jinja'
import { BoundedInterpreter, printedNodes, RunawayTemplate, type TemplateBounds } from './bounded-interpreter'
import { strftime } from './strftime'

/** What `raise_exception` was called with: the template knows this conversation, and does not take it. */
export class TemplateRefusal extends Error {
  override name = 'TemplateRefusal'
}

/** Real ones take up to some ten thousand characters. */
const MAX_SOURCE = 2 ** 17
/** The library reads blanks in time that grows with the square of their number. */
const MAX_BLANKS = 500
/** As in the sandbox of Python's Jinja. */
const MAX_RANGE = 100_000
/** A turn of a conversation takes real templates a hundred steps or a few. */
const WORK = { base: 1_000_000, perCharacter: 40 }
const SIZE = { base: 2 ** 20, perCharacter: 16 }

export type Render = (values: Record<string, unknown>) => string

/** @throws SyntaxError for a template that cannot be parsed; RunawayTemplate for one that is too long. */
export function compileTemplate(source: string): Render {
  if (source.length > MAX_SOURCE) throw new RunawayTemplate(`it is longer than ${MAX_SOURCE} characters`)
  for (const [blanks] of source.matchAll(/\s+/g))
    if (blanks.length > MAX_BLANKS) throw new RunawayTemplate(`it has more than ${MAX_BLANKS} blanks in a row`)
  // Python's Jinja knows one kind of line break.
  const program = parse(tokenize(source.replace(/\r\n?/g, '\n'), { trim_blocks: true, lstrip_blocks: true }))
  const printed = printedNodes(program)
  return (values) => {
    const environment = new Environment()
    for (const [name, value] of Object.entries({ ...GLOBALS, ...values })) environment.set(name, value)
    const text = new BoundedInterpreter(environment, boundsFor(values), printed).run(program)
    return String(text.value)
  }
}

const GLOBALS: Record<string, unknown> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range,
  strftime_now: (format: string) => strftime(new Date(), format),
  raise_exception: (reason: unknown) => {
    throw new TemplateRefusal(String(reason))
  },
}

/** Long conversations may take longer. */
function boundsFor(values: Record<string, unknown>): TemplateBounds {
  const characters = JSON.stringify(values).length
  return {
    work: WORK.base + WORK.perCharacter * characters,
    size: SIZE.base + SIZE.perCharacter * characters,
  }
}

function range(first: number, second?: number, step = 1): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  if (!step) throw new Error('range() takes no step of 0')
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (length > MAX_RANGE) throw new RunawayTemplate(`it asks for a range of more than ${MAX_RANGE} numbers`)
  return Array.from({ length }, (_, i) => start + i * step)
}
