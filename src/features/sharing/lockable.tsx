/** @file A section of the controls as the link of a class wants it: there, there but locked, or not there. */
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { words } from '../../i18n/words'
import type { SectionName } from '../../protocol/link'
import { classStore } from '../../store/sharing/class-store'
import styles from './lockable.module.css'

interface Props {
  section: SectionName
  children: ReactNode
}

export function Lockable({ section, children }: Props) {
  const hidden = useStore(classStore, ({ rules }) => rules?.hidden.includes(section) ?? false)
  const locked = useStore(classStore, ({ rules }) => rules?.locked.includes(section) ?? false)
  if (hidden) return null
  if (!locked) return children
  // Everything inside is out of reach, for keys and assistive technology, too.
  return (
    <fieldset className={styles.locked} disabled title={words.sharing.locked}>
      <legend className={styles.note}>
        <Lock size={12} aria-hidden />
        {words.sharing.locked}
      </legend>
      {children}
    </fieldset>
  )
}
