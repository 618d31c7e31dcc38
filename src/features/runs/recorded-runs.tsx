/** @file The recordings that lie beside the page, by groups: choosing one shows it at once, without training. */
import { words } from '../../i18n/words'
import type { RecordedRunEntry } from '../../protocol/recorded-run'
import { chooseRecording } from '../../store/choose-recording'
import { usePlayground, useSession } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import styles from './recorded-runs.module.css'

/** Groups in the order of their first entries. */
function byGroup(entries: readonly RecordedRunEntry[]): [string, RecordedRunEntry[]][] {
  const groups = new Map<string, RecordedRunEntry[]>()
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  return [...groups]
}

export function RecordedRuns() {
  const playground = usePlayground()
  const recordings = useSession((s) => s.recordings)
  const shown = useSession((s) => s.recorded?.file)
  const disabled = useSession(isUnderWay)
  const replayOnly = useSession((s) => s.replayOnly)
  if (recordings.length === 0) return null
  const choose = (file: string) => {
    const entry = recordings.find((one) => one.file === file)
    if (entry) void chooseRecording(playground, entry)
  }
  const help = disabled ? words.runs.underWay : replayOnly ? words.runs.helpOnly : words.runs.help
  return (
    <label className={styles.label} title={help}>
      <span className={styles.name}>{words.runs.label}</span>
      <select
        className={styles.select}
        disabled={disabled}
        value={recordings.some((entry) => entry.file === shown) ? shown : ''}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="" disabled hidden>
          {words.runs.choose}
        </option>
        {byGroup(recordings).map(([group, entries]) => (
          <optgroup key={group} label={words.told.recording.group(group)}>
            {entries.map((entry) => (
              <option key={entry.file} value={entry.file}>
                {words.told.recording.name(entry.name)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}
