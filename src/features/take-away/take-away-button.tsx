/** @file Opens what can be taken along. */
import { Download } from 'lucide-react'
import { words } from '../../i18n/words'
import { openSheet } from '../../store/ui-store'

export function TakeAwayButton({ className }: { className?: string | undefined }) {
  return (
    <button
      type="button"
      className={className}
      aria-label={words.takeAway.open}
      title={words.takeAway.open}
      onClick={() => openSheet('take-away')}
    >
      <Download size={16} aria-hidden />
    </button>
  )
}
