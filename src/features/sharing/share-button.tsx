/** @file Opens the sheet with the link. */
import { Share2 } from 'lucide-react'
import { words } from '../../i18n/words'
import { openSheet } from '../../store/ui-store'

export function ShareButton({ className }: { className?: string }) {
  return (
    <button type="button" className={className} onClick={() => openSheet('share')}>
      <Share2 size={16} aria-hidden />
      <span>{words.sharing.open}</span>
    </button>
  )
}
