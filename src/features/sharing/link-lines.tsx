/** @file Quiet lines under the toolbar: the class, what a link could not give, what it asks, and that a new version is there. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { onNewVersion } from '../../client/service-worker-client'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import { isInRun } from '../../store/readiness'
import { classStore } from '../../store/sharing/class-store'
import { languageStore } from '../../store/sharing/language'
import { dismissNotices, linkStore } from '../../store/sharing/link-store'
import styles from './link-lines.module.css'
import { noticeText } from './notice-text'

function ClassLine() {
  const { link } = usePlayground()
  const rules = useStore(classStore, (state) => state.rules)
  const refused = useStore(classStore, (state) => state.refused)
  if (!rules) return null
  const held = rules.hidden.length + rules.locked.length > 0
  const what = refused
    ? words.sharing.lockedFiles
    : [held ? words.sharing.classRules : '', rules.replayOnly ? words.sharing.classReplay : '']
        .filter(Boolean)
        .join(' ')
  return (
    <section className={styles.line} aria-label={words.sharing.classLabel} data-testid="class-line">
      {rules.title && <strong className={styles.title}>{rules.title}</strong>}
      <span className={styles.what} role="status">
        {what}
      </span>
      {(held || rules.replayOnly) && <LinkButton onClick={link.unrestrict}>{words.sharing.unrestricted}</LinkButton>}
    </section>
  )
}

function Notices() {
  const notices = useStore(linkStore, (state) => state.notices)
  if (notices.length === 0) return null
  return (
    <section className={styles.line} aria-label={words.sharing.notices.label} data-testid="link-notices">
      <ul className={styles.list}>
        {notices.map((notice) => (
          <li key={JSON.stringify(notice)}>{noticeText(notice)}</li>
        ))}
      </ul>
      <LinkButton onClick={dismissNotices}>{words.notices.dismiss}</LinkButton>
    </section>
  )
}

function Offer() {
  const { link } = usePlayground()
  const offer = useStore(linkStore, (state) => state.offer)
  const busy = useSession((s) => s.modelProgress?.kind === 'hub' || isInRun(s))
  const replayOnly = useSession((s) => s.replayOnly)
  if (!offer || replayOnly) return null
  return (
    <p className={styles.line} role="status">
      <span className={styles.what}>{words.sharing.offerModel(offer.model)}</span>
      <LinkButton disabled={busy} onClick={link.loadOffered}>
        {words.sharing.loadModel}
      </LinkButton>
      <LinkButton onClick={() => linkStore.setState({ offer: null })}>{words.sharing.keepModel}</LinkButton>
    </p>
  )
}

function Pending() {
  const { link } = usePlayground()
  const pending = useStore(linkStore, (state) => state.pending !== null)
  if (!pending) return null
  return (
    <p className={styles.line} role="alert" data-tone="ask">
      <span className={styles.what}>{words.sharing.pending}</span>
      <LinkButton onClick={link.openPending}>{words.sharing.pendingOpen}</LinkButton>
      <LinkButton onClick={link.stay}>{words.sharing.pendingStay}</LinkButton>
    </p>
  )
}

function NewVersion() {
  const [reload, setReload] = useState<(() => void) | null>(null)
  useEffect(() => onNewVersion((next) => setReload(() => next)), [])
  if (!reload) return null
  return (
    <p className={styles.line} role="status" data-testid="new-version">
      <span className={styles.what}>{words.sharing.update}</span>
      <LinkButton onClick={reload}>{words.sharing.reload}</LinkButton>
      <LinkButton onClick={() => setReload(null)}>{words.sharing.later}</LinkButton>
    </p>
  )
}

function LanguageFailed() {
  const failed = useStore(languageStore, (state) => state.failed)
  if (!failed) return null
  return (
    <p className={styles.line} role="alert">
      <span className={styles.what}>{words.sharing.languageFailed}</span>
      <LinkButton onClick={() => languageStore.setState({ failed: false })}>{words.notices.dismiss}</LinkButton>
    </p>
  )
}

export function LinkLines() {
  return (
    <>
      <ClassLine />
      <Pending />
      <Notices />
      <Offer />
      <LanguageFailed />
      <NewVersion />
    </>
  )
}
