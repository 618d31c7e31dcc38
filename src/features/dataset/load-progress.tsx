/** @file Reading a large file, or fetching one: how far, and a way out. */
import { formatBytes, formatShare } from '../../components/format'
import { ProgressLine } from '../../components/progress-line'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'

export function LoadProgress() {
  const { control } = usePlayground()
  const progress = useSession((s) => s.dataProgress)
  if (!progress) return null
  const { source, rows, loaded, total } = progress
  const share = total > 0 ? loaded / total : null
  const detail =
    share === null
      ? ''
      : `${words.model.of(formatBytes(loaded), formatBytes(total))} · ${formatShare(Math.min(1, share))}`
  return (
    <ProgressLine
      text={words.data.reading(source, rows)}
      share={share}
      details={[detail]}
      onCancel={control.cancelLoad}
    />
  )
}
