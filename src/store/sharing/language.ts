/** @file The language of the page: chosen here, asked for by a link, or the browser's own; remembered once chosen. */
import { createStore } from 'zustand/vanilla'
import { loadDictionary, speak } from '../../i18n/words'
import { LANGUAGES, type Language } from '../../protocol/link'

const KEY = 'preference-playground:language'

export interface LanguageState {
  language: Language
  /** False until the words of the first language are there. */
  ready: boolean
  /** The other language could not be loaded. */
  failed: boolean
}

export const languageStore = createStore<LanguageState>()(() => ({ language: 'en', ready: false, failed: false }))

const isLanguage = (value: unknown): value is Language => (LANGUAGES as readonly unknown[]).includes(value)

function remembered(): Language | null {
  try {
    const value = localStorage.getItem(KEY)
    return isLanguage(value) ? value : null
  } catch {
    return null
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Storage is full or forbidden: the language holds for this visit.
  }
}

/** What a link asks for goes first, then what was chosen before, then what the browser prefers above all else. */
export function firstLanguage(asked: Language | null, preferred: readonly string[] = navigator.languages): Language {
  return asked ?? remembered() ?? (/^ko\b/i.test(preferred[0] ?? '') ? 'ko' : 'en')
}

/** Of two choices in a hurry the later one wins. */
let choices = 0

/** Fills the dictionary; the page renders anew, and nothing else changes. */
export async function speakLanguage(language: Language): Promise<void> {
  const choice = ++choices
  try {
    const dictionary = await loadDictionary(language)
    if (choice !== choices) return
    speak(dictionary)
    document.documentElement.lang = language
    languageStore.setState({ language, ready: true, failed: false })
  } catch {
    // The words that are there stay.
    if (choice === choices) languageStore.setState({ ready: true, failed: true })
  }
}

/** By a person, who wants it at the next visit, too. */
export function chooseLanguage(language: Language): Promise<void> {
  remember(language)
  return speakLanguage(language)
}
