/** @file What was not taken of a link, in words. */
import { formatCount } from '../../components/format'
import { words } from '../../i18n/words'
import type { PageNotice } from '../../store/sharing/link-store'

/** A setting by the word it has on the page; what has none, as the link writes it. */
function nameOf(name: string): string {
  const fields = words.fields as Readonly<Record<string, { label: string } | undefined>>
  const parts = words.sharing.parts as Readonly<Record<string, string | undefined>>
  return fields[name]?.label ?? parts[name] ?? name
}

export function noticeText(notice: PageNotice): string {
  const { notices } = words.sharing
  switch (notice.kind) {
    case 'clamped':
      return notices.clamped(nameOf(notice.name), notice.asked, notice.taken)
    case 'dropped':
      return notices.dropped(nameOf(notice.name), notice.asked)
    case 'unknown':
      return notices.unknown(notice.names.join(', '))
    case 'too-long':
      return notices.tooLong(formatCount(notice.most))
    case 'version':
      return notices.version(notice.version)
    case 'missing':
      return notices.missing(notice.name)
    case 'own-data':
      return notices.ownData(notice.set)
    case 'own-model':
      return notices.ownModel
  }
}
