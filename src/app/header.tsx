/** @file Name of the page, recorded runs, the device it computes on, theme and help. */
import { CircleHelp, SlidersHorizontal } from 'lucide-react'
import { DeviceChip } from '../features/device/device-chip'
import { LessonsMenu } from '../features/lessons/lessons-menu'
import { RecordedRuns } from '../features/runs/recorded-runs'
import { ShareButton } from '../features/sharing/share-button'
import { TakeAwayButton } from '../features/take-away/take-away-button'
import { words } from '../i18n/words'
import { openSheet } from '../store/ui-store'
import styles from './header.module.css'
import { LanguageSwitch } from './language-switch'
import { ThemeSwitch } from './theme-switch'

export function Header({ narrow }: { narrow: boolean }) {
  return (
    <section className={styles.header} aria-label={words.title}>
      <h1 className={styles.title}>{words.title}</h1>
      <LessonsMenu />
      <div className={styles.runs}>
        <RecordedRuns />
      </div>
      <div className={styles.device}>
        <DeviceChip />
      </div>
      <div className={styles.tools}>
        {narrow && (
          <button type="button" className={styles.tool} onClick={() => openSheet('settings')}>
            <SlidersHorizontal size={16} aria-hidden />
            <span>{words.header.settings}</span>
          </button>
        )}
        <TakeAwayButton className={styles.tool} />
        <ShareButton className={styles.tool} />
        <LanguageSwitch className={styles.tool} />
        <ThemeSwitch className={styles.tool} />
        <button
          type="button"
          className={styles.tool}
          aria-label={words.header.help}
          title={words.header.help}
          onClick={() => openSheet('help')}
        >
          <CircleHelp size={16} aria-hidden />
        </button>
      </div>
    </section>
  )
}
