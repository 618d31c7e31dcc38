/** @file Light, dark, or as the system has it. */
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { Monitor, Moon, Sun } from 'lucide-react'
import { words } from '../i18n/words'

const NEXT: Record<MantineColorScheme, MantineColorScheme> = { auto: 'light', light: 'dark', dark: 'auto' }
const ICON = { auto: Monitor, light: Sun, dark: Moon }

export function ThemeSwitch({ className }: { className?: string }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Icon = ICON[colorScheme]
  const text = `${words.header.theme[colorScheme]}. ${words.header.themeNext(words.header.theme[NEXT[colorScheme]])}`
  return (
    <button
      type="button"
      className={className}
      aria-label={text}
      title={text}
      onClick={() => setColorScheme(NEXT[colorScheme])}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
