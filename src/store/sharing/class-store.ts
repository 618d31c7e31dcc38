/** @file What the link of a class hides and locks, and what keeps the locks. A help, no barrier. */
import { createStore } from 'zustand/vanilla'
import type { ClassRules, LockableName, SectionName } from '../../protocol/link'
import type { ConfigPath } from '../config-path'

export interface ClassState {
  /** Null where the page was opened without the link of a class. */
  rules: ClassRules | null
  /** The model that the link itself asks for: to load it is always allowed. */
  model: string | null
  /** Files were dropped that the class does not take. */
  refused: boolean
}

export const classStore = createStore<ClassState>()(() => ({ rules: null, model: null, refused: false }))

/** The section that a setting stands in. */
export function sectionOf(path: ConfigPath): SectionName {
  if (path === 'data.labelNoise') return 'data'
  if (path.startsWith('tuning.') && path !== 'tuning.recompute' && path !== 'tuning.baseWeights') return 'model'
  if (/^(objective|stages)\b/.test(path) || path === 'optimizer.learningRate') return 'objective'
  return 'training'
}

/** What a class may lock by itself, for some paths under another name. */
const nameOf = (path: ConfigPath): string =>
  path === 'objective.name' ? 'method' : path === 'training.maxSteps' || path === 'training.epochs' ? 'length' : path

/** Locked by itself, in a section that may be open. */
export const isFieldLocked = (rules: ClassRules | null, path: ConfigPath): boolean =>
  rules?.locked.includes(nameOf(path) as LockableName) ?? false

export const isSectionLocked = (rules: ClassRules | null, section: SectionName): boolean =>
  rules !== null && (rules.locked.includes(section) || rules.hidden.includes(section))

export function isPathLocked(rules: ClassRules | null, path: ConfigPath): boolean {
  return isFieldLocked(rules, path) || isSectionLocked(rules, sectionOf(path))
}
