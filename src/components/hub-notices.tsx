/** @file What should be known about a model or a data set of the Hub: said once, and put away by hand. */
import { shortCommit, shortName } from '../client/hub-name'
import { words } from '../i18n/words'
import type { HubNotice } from '../protocol/hub'
import { usePlayground, useSession } from '../store/playground'
import { formatBytes } from './format'
import styles from './hub-notices.module.css'
import { LinkButton } from './link-button'

function textOf(name: string, notice: HubNotice): string {
  const { noRoom, inMemory, offline } = words.hub.notices
  switch (notice.kind) {
    case 'no-room':
      return noRoom(name, formatBytes(notice.needed), formatBytes(notice.free))
    case 'in-memory':
      return inMemory(name, notice.file)
    case 'offline':
      return offline(name, shortCommit(notice.commit))
  }
}

export function HubNotices() {
  const { control } = usePlayground()
  const notices = useSession((s) => s.hubNotices)
  return notices.map((told) => (
    <p key={`${told.name} ${told.notice.kind}`} className={styles.notice} role="status">
      <span>{textOf(shortName(told.name), told.notice)}</span>
      <LinkButton onClick={() => control.dismissHubNotice(told)}>{words.notices.dismiss}</LinkButton>
    </p>
  ))
}
