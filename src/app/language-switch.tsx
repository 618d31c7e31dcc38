/** @file English or Korean: says which one the page would change to, in that language. */
import { useStore } from 'zustand'
import { words } from '../i18n/words'
import { chooseLanguage, languageStore } from '../store/sharing/language'
import { linkStore } from '../store/sharing/link-store'

export function LanguageSwitch({ className }: { className?: string }) {
  const language = useStore(languageStore, (state) => state.language)
  const next = language === 'en' ? 'ko' : 'en'
  const { label, names, short } = words.sharing.languages
  return (
    <button
      type="button"
      className={className}
      lang={next}
      aria-label={`${label}: ${names[next]}`}
      title={names[next]}
      onClick={() => {
        linkStore.setState({ lang: null })
        void chooseLanguage(next)
      }}
    >
      {short[next]}
    </button>
  )
}
