/** @file The page's words in the language that was chosen: one dictionary whose entries change with the language. */
import { en } from './en'

/** What a language has to give: the same entries as English, each of the same kind. */
type Worded<T> = T extends string
  ? string
  : T extends (...given: infer Given) => unknown
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Worded<T[Key]> }

export type Dictionary = Worded<typeof en>

type Node = { [key: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Into the objects that are there: whoever holds a part of the dictionary sees the new words. */
function fill(target: Node, source: Node): Node {
  for (const [key, value] of Object.entries(source)) {
    if (isNode(value) && !Array.isArray(value)) target[key] = fill(isNode(target[key]) ? target[key] : {}, value)
    else target[key] = value
  }
  return target
}

/** Read when a component renders; what a module keeps of it when it is loaded must be a part, not a text. */
export const words = fill({}, en) as unknown as Dictionary

/** Korean comes when it is first asked for. */
const LOADERS = {
  en: async (): Promise<Dictionary> => en,
  ko: async (): Promise<Dictionary> => (await import('./ko')).ko,
}

export const loadDictionary = (language: keyof typeof LOADERS): Promise<Dictionary> => LOADERS[language]()

/** What is on the page has to be rendered anew afterwards. */
export const speak = (dictionary: Dictionary): void => {
  fill(words as unknown as Node, dictionary as unknown as Node)
}
