/** @file The rules of a class as the form holds them, as a link carries them, and as words. */
import { words } from '../../i18n/words'
import {
  type ClassRules,
  type Language,
  LOCKABLE,
  type LockableName,
  SECTIONS,
  type SectionName,
} from '../../protocol/link'

export type SectionState = 'open' | 'locked' | 'hidden'

export interface ClassForm {
  title: string
  /** A lesson's id, or none. */
  lesson: string
  sections: Record<SectionName, SectionState>
  fields: LockableName[]
  play: 'train' | 'replay'
  lang: Language | ''
}

export const FIRST_FORM: ClassForm = {
  title: '',
  lesson: '',
  sections: { data: 'open', model: 'open', objective: 'open', training: 'open' },
  fields: [],
  play: 'train',
  lang: '',
}

const HOME: Record<LockableName, SectionName> = {
  method: 'objective',
  'objective.beta': 'objective',
  'objective.gammaBetaRatio': 'objective',
  'optimizer.learningRate': 'objective',
  length: 'training',
  'data.labelNoise': 'data',
  seed: 'training',
}

/** A setting can be locked by itself where its section is open. */
export const canLock = ({ sections }: ClassForm, field: LockableName): boolean => sections[HOME[field]] === 'open'

export function rulesOf(form: ClassForm): ClassRules {
  const inState = (state: SectionState) => SECTIONS.filter((section) => form.sections[section] === state)
  const fields = LOCKABLE.filter((field) => form.fields.includes(field) && canLock(form, field))
  return {
    title: form.title,
    hidden: inState('hidden'),
    locked: [...inState('locked'), ...fields],
    replayOnly: form.play === 'replay',
  }
}

/** As the sections are headed on the page. */
export const sectionName = (section: SectionName): string =>
  ({
    data: words.data.title,
    model: words.model.title,
    objective: words.objective.title,
    training: words.settings.training,
  })[section]

const nameOf = (name: SectionName | LockableName): string =>
  (SECTIONS as readonly string[]).includes(name)
    ? sectionName(name as SectionName)
    : words.sharing.fieldNames[name as LockableName]

/** What students find, line by line. */
export function whatStudentsSee(form: ClassForm, lessonTitle: string | null): string[] {
  const { title, hidden, locked, replayOnly } = rulesOf(form)
  const list = (names: (SectionName | LockableName)[]) => names.map(nameOf).join(', ')
  const { sharing } = words
  const lines = [
    ...(title.trim() ? [sharing.seesTitle(title.trim())] : []),
    ...(lessonTitle !== null ? [sharing.seesLesson(lessonTitle)] : []),
    ...(hidden.length > 0 ? [sharing.seesHidden(list(hidden))] : []),
    ...(locked.length > 0 ? [sharing.seesLocked(list(locked))] : []),
    ...(replayOnly ? [sharing.seesReplay] : []),
    ...(form.lang ? [sharing.seesLanguage(sharing.languages.names[form.lang])] : []),
  ]
  return hidden.length + locked.length > 0 || replayOnly ? lines : [...lines, sharing.seesAll]
}
