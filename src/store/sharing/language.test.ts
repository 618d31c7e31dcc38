import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { words } from '../../i18n/words'
import { chooseLanguage, firstLanguage, languageStore, speakLanguage } from './language'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept) })
  vi.stubGlobal('document', { documentElement: { lang: '' } })
})

afterEach(async () => {
  await speakLanguage('en')
  vi.unstubAllGlobals()
})

describe('the language of the page', () => {
  it('is Korean at a first visit only where Korean is preferred above all else', () => {
    expect(firstLanguage(null, ['ko-KR', 'en'])).toBe('ko')
    expect(firstLanguage(null, ['en-GB', 'ko'])).toBe('en')
    expect(firstLanguage(null, ['kok'])).toBe('en')
    expect(firstLanguage(null, [])).toBe('en')
  })

  it('is what was chosen before, unless a link asks for another', async () => {
    await chooseLanguage('ko')
    expect(firstLanguage(null, ['en'])).toBe('ko')
    expect(firstLanguage('en', ['ko'])).toBe('en')
  })

  it('is not remembered where a link asked for it', async () => {
    await speakLanguage('ko')
    expect(firstLanguage(null, ['en'])).toBe('en')
  })

  it('fills the dictionary in place, and brings English back whole', async () => {
    const part = words.toolbar
    const english = JSON.stringify(words)
    await speakLanguage('ko')
    expect(languageStore.getState()).toMatchObject({ language: 'ko', ready: true })
    expect(document.documentElement.lang).toBe('ko')
    expect(part.play).not.toBe('Play')
    await speakLanguage('en')
    expect(part.play).toBe('Play')
    expect(JSON.stringify(words)).toBe(english)
  })

  it('is the later of two that were chosen in a hurry', async () => {
    await Promise.all([speakLanguage('ko'), speakLanguage('en')])
    expect(languageStore.getState().language).toBe('en')
    expect(words.toolbar.play).toBe('Play')
  })
})
