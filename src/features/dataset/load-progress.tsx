/** @file Reading a large file: how far, and a way out. */
import { LinkButton } from '../../components/link-button'
import { en } from '../../i18n/en'
import { usePlayground, useSession } from '../../store/playground'
import styles from './load-progress.module.css'

export function LoadProgress() {
  const { control } = usePlayground()
  const progress = useSession((s) => s.dataProgress)
  if (!progress) return null
  const share = progress.total > 0 ? progress.loaded / progress.total : 0
  const text = en.data.reading(progress.source, progress.rows)
  return (
    <div className={styles.progress}>
      <p className={styles.text}>
        <span>{text}</span>
        <LinkButton onClick={control.cancelLoad}>{en.data.cancel}</LinkButton>
      </p>
      <progress className={styles.bar} value={share} max={1} aria-label={text} />
    </div>
  )
}
