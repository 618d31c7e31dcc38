/** @file Sizes of what a template computes with, so that its work can be counted. */
import type { Interpreter } from '@huggingface/jinja'

/** A value of the library, whose own types it does not export: `type` names it, `value` is text, number, list or map. */
export type Value = ReturnType<Interpreter['evaluate']>

/** All that a value holds, as often as it would be written out. */
export interface Measure {
  characters: number
  elements: number
  /** Levels of lists within lists. */
  depth: number
}

/** Lists are never changed once made, so each is measured once; namespaces are, and are measured anew. */
const known = new WeakMap<Value, Measure>()

/** @param share What a namespace within a list counts for, which may grow after the list was measured. */
export function measure(value: Value, share: number): Measure {
  const held: unknown = value.value
  if (typeof held === 'string') return { characters: held.length, elements: 1, depth: 0 }
  if (!Array.isArray(held) && !(held instanceof Map)) return { characters: 0, elements: 1, depth: 0 }
  const before = known.get(value)
  if (before) return before
  const total: Measure = { characters: 0, elements: 1, depth: 1 }
  const add = (inner: Value): void => {
    const part = inner.type === 'NamespaceValue' ? { characters: share, elements: 1, depth: 1 } : measure(inner, share)
    total.characters += part.characters
    total.elements += part.elements
    total.depth = Math.max(total.depth, 1 + part.depth)
  }
  if (Array.isArray(held)) for (const inner of held as Value[]) add(inner)
  else
    for (const [key, inner] of held as Map<string, Value>) {
      total.characters += key.length
      add(inner)
    }
  if (value.type !== 'NamespaceValue') known.set(value, total)
  return total
}

/** Characters of a text, elements of a list or map; 0 for all else. */
export function lengthOf({ value }: Value): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return value instanceof Map ? value.size : 0
}

/** An argument that says how wide something is to be: a number of blanks, or a text to put between. */
export function widthOf({ value }: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') return value.length
  return Array.isArray(value) ? Math.max(0, ...(value as Value[]).slice(0, 2).map(widthOf)) : 0
}

/** Steps to look a text of `length` up in a text or list. */
export function searchCost({ value }: Value, length: number): number {
  if (typeof value === 'string') return (value.length * (1 + length / 64)) / 16
  return Array.isArray(value) ? value.length : 0
}

/** The most characters that a value can take as JSON, with `width` blanks a level or between elements. */
export const jsonLength = ({ characters, elements, depth }: Measure, width: number): number =>
  6 * characters + elements * (8 + 2 * width + width * depth)
