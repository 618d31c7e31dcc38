/** @file What the run noticed by itself, each said once, and errors that belong to the run. */
import { useState } from 'react'
import { ErrorCard } from '../components/error-card'
import { HubNotices } from '../components/hub-notices'
import { LinkButton } from '../components/link-button'
import { words } from '../i18n/words'
import { usePlayground, useSession } from '../store/playground'
import type { ShownError } from '../store/session-store'
import styles from './notice-list.module.css'

/** Errors of these commands are shown elsewhere, where they belong. */
const ELSEWHERE: ShownError['during'][] = [
  ...(['open', 'load-data', 'cancel-load', 'sample'] as const),
  ...(['load-model', 'cancel-model', 'load-adapter', 'remove-adapter', 'save-model'] as const),
  ...(['set-hub', 'list-storage', 'delete-cached'] as const),
]

/** The column of samples says it in their place. */
const IN_SAMPLES = 'no-samples'

export function NoticeList() {
  const { control } = usePlayground()
  const notices = useSession((s) => s.notices)
  const recorded = useSession((s) => s.recorded !== null)
  const errors = useSession((s) => s.errors)
  const [dismissed, setDismissed] = useState<typeof notices>([])
  const shown = recorded ? [] : notices.filter((notice) => notice.code !== IN_SAMPLES && !dismissed.includes(notice))
  const faults = errors.filter((error) => !ELSEWHERE.includes(error.during))
  const hub = useSession((s) => s.hubNotices.length > 0)
  if (shown.length === 0 && faults.length === 0 && !hub) return null
  return (
    <aside className={styles.list} aria-label={words.notices.title}>
      {faults.map((fault) => (
        <ErrorCard key={fault.id} error={fault.error} onDismiss={() => control.dismissError(fault.id)} />
      ))}
      <HubNotices />
      {shown.map((notice) => (
        <p key={`${notice.code} ${notice.step} ${notice.message}`} className={styles.notice}>
          <span>
            {words.told.notice.what(notice)}
            {words.told.notice.original(notice) && (
              <span lang="en" className={styles.original}>
                {words.told.notice.original(notice)}
              </span>
            )}
          </span>
          <LinkButton onClick={() => setDismissed([...dismissed, notice])}>{words.notices.dismiss}</LinkButton>
        </p>
      ))}
    </aside>
  )
}
