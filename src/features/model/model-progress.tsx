/** @file A model on its way: which file, how many bytes, how fast, how long still, and a way out. */
import { shortName } from '../../client/hub-name'
import { formatBytes, formatDuration, formatParameters } from '../../components/format'
import { ProgressLine } from '../../components/progress-line'
import { words } from '../../i18n/words'
import { usePlayground } from '../../store/playground'
import type { ModelProgress as Progress } from '../../store/session-store'

function detailOf({ loaded, total, state, bytesPerSecond }: Progress): string {
  if (state !== 'fetching') return words.model.progressState[state]
  if (total === null || total === 0) return loaded > 0 ? formatBytes(loaded) : ''
  if (loaded >= total) return words.model.opening
  const parts = [words.model.of(formatBytes(loaded), formatBytes(total))]
  if (bytesPerSecond) {
    parts.push(
      words.model.rate(formatBytes(bytesPerSecond)),
      words.model.left(formatDuration((total - loaded) / bytesPerSecond)),
    )
  }
  return parts.join(' · ')
}

/** Known before its weights are here: then there is still time to cancel. */
function planOf({ plan }: Progress): string {
  if (!plan) return ''
  const { parameters, memory } = plan
  const size = words.model.parameters(formatParameters(parameters))
  if (!memory) return size
  const { estimate, pairs, tokens, verdict } = memory
  return `${size}. ${words.model.willTake(formatBytes(estimate.total), pairs, tokens)} ${words.model.willFit[verdict]}`
}

export function ModelProgress({ progress }: { progress: Progress }) {
  const { control } = usePlayground()
  const { name, file, loaded, total } = progress
  return (
    <ProgressLine
      text={words.model.loadingOne(shortName(name))}
      share={total ? Math.min(1, loaded / total) : null}
      details={[file ?? '', detailOf(progress)]}
      note={planOf(progress)}
      onCancel={control.cancelModel}
    />
  )
}
