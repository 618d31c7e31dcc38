/**
 * @file The state of the page as the part of its address after `#`, and back. It reads like `v=1&data=polite&objective=simpo`
 * `&objective.beta=5&view=inside`. Pairs, prompts and names of local files are never in it. Whatever stands there, reading
 * gives a state that the page can be in, and tells what it did not take.
 */
import { LINK_VERSION } from './link-base'
import { configEntries, configFrom, isConfigName, type LinkEntry, type LinkNotice } from './link-config'
import { EMPTY_LOOK, type LinkLook, LOOK_READERS, lookEntries, RECORDING_FILE } from './link-look'
import type { RunConfig } from './run-config'

export const SECTIONS = ['data', 'model', 'objective', 'training'] as const
export type SectionName = (typeof SECTIONS)[number]

/** Single settings that a class may find locked. */
export const LOCKABLE = [
  'method',
  'objective.beta',
  'objective.gammaBetaRatio',
  'optimizer.learningRate',
  'length',
  'data.labelNoise',
  'seed',
] as const
export type LockableName = (typeof LOCKABLE)[number]

export const LANGUAGES = ['en', 'ko'] as const
export type Language = (typeof LANGUAGES)[number]

const PLAYS = ['train', 'replay'] as const

/** What a teacher decides for a class. A help, no barrier. */
export interface ClassRules {
  title: string
  hidden: SectionName[]
  locked: (SectionName | LockableName)[]
  /** Recorded runs are shown; nothing is trained. */
  replayOnly: boolean
}

export interface LinkState extends LinkLook {
  /** Model, adapter and sources in it mean nothing: they are told beside it. Null: as it is. */
  config: RunConfig | null
  /** Ids of built-in sets; empty: as they are. */
  sets: string[]
  /** `owner/name@commit` of the Hub; null is the bundled one. */
  model: string | null
  /** The link was made with data or a model that no link can hold. */
  own: ('data' | 'model')[]
  /** Null: the plots, or what the step of the lesson shows. */
  view: string | null
  /** The list of runs is open. */
  runs: boolean
  /** File of the recording that is shown. */
  show: string | null
  /** Files of recordings that are drawn behind it. */
  over: string[]
  lesson: string | null
  lang: Language | null
  class: ClassRules | null
}

export const EMPTY_LINK: LinkState = {
  ...EMPTY_LOOK,
  config: null,
  sets: [],
  model: null,
  own: [],
  view: null,
  runs: false,
  show: null,
  over: [],
  lesson: null,
  lang: null,
  class: null,
}

/** Characters that are read; what a page writes is far shorter. */
export const MOST_CHARACTERS = 8000
export const MOST_TITLE = 120
const MOST_SETS = 8
const MOST_OVER = 6

/** Of a built-in set, a view, a lesson. */
const ID = /^[a-z0-9-]{1,40}$/i
const PART = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}'
const MODEL = new RegExp(`^${PART}(?:/${PART})?(?:@[A-Za-z0-9._/-]{1,80})?$`)

const isOneOf = <T extends string>(all: readonly T[], text: string): text is T =>
  (all as readonly string[]).includes(text)

/** A line of text as a heading can hold it; no letter is cut in half, which no address can hold. */
export const tidyTitle = (text: string): string =>
  text
    .slice(0, MOST_TITLE)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .trim()

function classEntries(rules: ClassRules): LinkEntry[] {
  return [
    ['class', tidyTitle(rules.title)],
    ...(rules.hidden.length > 0 ? [['hide', rules.hidden.join(',')] as LinkEntry] : []),
    ...(rules.locked.length > 0 ? [['lock', rules.locked.join(',')] as LinkEntry] : []),
    ...(rules.replayOnly ? [['play', 'replay'] as LinkEntry] : []),
  ]
}

function entriesOf(state: LinkState): LinkEntry[] {
  const list = (name: string, values: readonly string[]): LinkEntry[] =>
    values.length > 0 ? [[name, values.join(',')]] : []
  const one = (name: string, value: string | null): LinkEntry[] => (value === null ? [] : [[name, value]])
  return [
    ...(state.class ? classEntries(state.class) : []),
    ...one('lesson', state.lesson),
    ...list('data', state.sets),
    ...one('model', state.model),
    ...list('own', state.own),
    ...(state.config ? configEntries(state.config) : []),
    ...one('view', state.view),
    ...(state.runs ? [['runs', '1'] as LinkEntry] : []),
    ...one('show', state.show),
    ...list('over', state.over),
    ...lookEntries(state),
    ...one('lang', state.lang),
  ]
}

/** These read better as they are, and are allowed behind `#`. */
const readable = (text: string): string => encodeURIComponent(text).replace(/%(2C|2F|40|3A)/g, decodeURIComponent)

/** Without `#`; empty where there is nothing to say. */
export function writeLink(state: LinkState): string {
  const entries = entriesOf(state)
  if (entries.length === 0) return ''
  return [['v', String(LINK_VERSION)] as LinkEntry, ...entries]
    .map(([name, value]) => `${readable(name)}=${readable(value)}`)
    .join('&')
}

/** Broken escapes stay as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}

function split(hash: string): LinkEntry[] {
  return hash
    .replace(/^#/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const end = part.indexOf('=')
      return end < 0 ? [decoded(part), ''] : [decoded(part.slice(0, end)), decoded(part.slice(end + 1))]
    })
}

type Reader = (state: LinkState, text: string, refuse: (asked: string) => void, notices: LinkNotice[]) => void

/** The values of a list that pass; the others are told one by one. */
function listed<T extends string>(
  text: string,
  most: number,
  refuse: (asked: string) => void,
  test: (one: string) => one is T,
): T[] {
  const all = [...new Set(text.split(',').filter((one) => one !== ''))]
  const good = all.filter(test).slice(0, most)
  for (const one of all) if (!(good as string[]).includes(one)) refuse(one)
  return good
}

const matches =
  (pattern: RegExp) =>
  (text: string): text is string =>
    pattern.test(text)

const rulesOf = (state: LinkState): ClassRules => {
  state.class ??= { title: '', hidden: [], locked: [], replayOnly: false }
  return state.class
}

const takes =
  (test: (text: string) => boolean, take: (state: LinkState, text: string) => void): Reader =>
  (state, text, refuse) =>
    test(text) ? take(state, text) : refuse(text)

const READERS: Record<string, Reader> = {
  ...LOOK_READERS,
  class: (state, text) => {
    rulesOf(state).title = tidyTitle(text)
  },
  hide: (state, text, refuse) => {
    rulesOf(state).hidden = listed(text, 99, refuse, (one) => isOneOf(SECTIONS, one))
  },
  lock: (state, text, refuse) => {
    rulesOf(state).locked = listed(text, 99, refuse, (one) => isOneOf([...SECTIONS, ...LOCKABLE], one))
  },
  play: takes(
    (text) => isOneOf(PLAYS, text),
    (state, text) => {
      if (text === 'replay') rulesOf(state).replayOnly = true
    },
  ),
  lesson: takes(matches(ID), (state, text) => {
    state.lesson = text
  }),
  data: (state, text, refuse) => {
    state.sets = listed(text, MOST_SETS, refuse, matches(ID))
  },
  model: takes(matches(MODEL), (state, text) => {
    state.model = text
  }),
  own: (state, text, refuse) => {
    state.own = listed(text, 2, refuse, (one) => isOneOf(['data', 'model'] as const, one))
  },
  view: takes(matches(ID), (state, text) => {
    state.view = text
  }),
  runs: takes(
    (text) => text === '1' || text === '0',
    (state, text) => {
      state.runs = text === '1'
    },
  ),
  show: takes(matches(RECORDING_FILE), (state, text) => {
    state.show = text
  }),
  over: (state, text, refuse) => {
    state.over = listed(text, MOST_OVER, refuse, matches(RECORDING_FILE))
  },
  lang: (state, text, refuse) => {
    if (isOneOf(LANGUAGES, text)) state.lang = text
    else refuse(text)
  },
}

/** Of an address without a link the state is empty, and there is nothing to tell. */
export function readLink(hash: string): { state: LinkState; notices: LinkNotice[] } {
  if (hash.length > MOST_CHARACTERS) {
    return { state: { ...EMPTY_LINK }, notices: [{ kind: 'too-long', most: MOST_CHARACTERS }] }
  }
  const state: LinkState = { ...EMPTY_LINK }
  const notices: LinkNotice[] = []
  const unknown: string[] = []
  const settings: LinkEntry[] = []
  for (const [name, text] of split(hash)) {
    if (name === 'v') {
      if (text !== String(LINK_VERSION)) notices.push({ kind: 'version', version: text })
    } else if (Object.hasOwn(READERS, name)) {
      READERS[name]!(state, text, (asked) => notices.push({ kind: 'dropped', name, asked }), notices)
    } else if (isConfigName(name)) settings.push([name, text])
    else unknown.push(name)
  }
  if (unknown.length > 0) notices.push({ kind: 'unknown', names: unknown })
  if (settings.length > 0) {
    const read = configFrom(settings)
    state.config = read.config
    notices.push(...read.notices)
  }
  return { state, notices }
}
