/** @file Sentence templates: `{slot}` is filled from a record, and the first letter becomes a capital. */
import type { Random } from '../../protocol/random'
import { isGirl } from './lexicon'

export type Slots = Readonly<Record<string, string>>

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export function fill(template: string, slots: Slots): string {
  const text = template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot]
    if (value === undefined) throw new Error(`No value for the slot {${slot}} of "${template}".`)
    return value
  })
  return capitalise(text)
}

export const slotsOf = (template: string): string[] => [
  ...new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)),
]

/** `{she}`, `{her}` (whose) and `{him}` (whom) for a person. */
export const pronounsOf = (name: string): { she: string; her: string; him: string } =>
  isGirl(name) ? { she: 'she', her: 'her', him: 'her' } : { she: 'he', her: 'his', him: 'him' }

export const pick = <T>(random: Random, items: readonly T[]): T => items[random.int(items.length)]!

/** A key by its weight. */
export function pickWeighted<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][]
  let rest = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [key, weight] of entries) {
    rest -= weight
    if (rest < 0) return key
  }
  return entries[entries.length - 1]![0]
}

/** `count` different items, in the order drawn. */
export const pickSome = <T>(random: Random, items: readonly T[], count: number): T[] =>
  random.shuffle(items).slice(0, count)
