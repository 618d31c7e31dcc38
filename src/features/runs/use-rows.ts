/** @file The rows of the list of runs: recordings that are drawn, pinned runs, then the newest first. */

import { useMemo, useRef } from 'react'
import { words } from '../../i18n/words'
import type { KeptRunInfo } from '../../protocol/kept-run'
import type { RunConfig } from '../../protocol/run-config'
import { useLibrary, useOverlays, usePlayground, useSession } from '../../store/playground'
import { ownId, recordingKey } from '../../store/runs/kept-keys'
import { recordingInfo } from '../../store/runs/live-run'

export interface RunRowData {
  /** As overlays are named. */
  key: string
  info: KeptRunInfo
  /** Begun before it, whatever order the list has; null for the first one. */
  former: RunConfig | null
  /** It lies beside the page: shown for its values, nothing of it can be changed. */
  recording: boolean
}

export function useRows(): RunRowData[] {
  const { library } = usePlayground()
  const runs = useLibrary((state) => state.runs)
  const overlays = useOverlays((state) => state.overlays)
  const file = useSession((s) => s.recorded?.file ?? null)

  const recordings = useMemo(() => {
    const shown = library.current()
    const drawn = overlays
      .filter(({ key }) => key.startsWith(recordingKey('')))
      .map(({ key, name, config, color, events }) => recordingInfo({ id: key, name, config, color, events }))
    const isShown = file !== null && ownId(file) === null && shown?.info.id === recordingKey(file)
    return shown && isShown && !drawn.some(({ id }) => id === shown.info.id) ? [shown.info, ...drawn] : drawn
  }, [library, overlays, file])

  const known = useRef<ReadonlyMap<string, RunRowData>>(new Map())

  return useMemo(() => {
    const rows = rowsOf(runs, known.current)
    known.current = new Map(rows.map((row) => [row.key, row]))
    return [
      ...rows.filter(({ info }) => info.pinned),
      ...rows.filter(({ info }) => !info.pinned),
      ...recordings.map((info) => ({ key: info.id, info: named(info), former: null, recording: true })),
    ]
  }, [runs, recordings])
}

/** The run under way changes every second: the rows of the others stay the very same, and are not drawn again. */
export function rowsOf(runs: readonly KeptRunInfo[], known: ReadonlyMap<string, RunRowData>): RunRowData[] {
  return runs.map((info, i) => {
    const former = runs[i + 1]?.config ?? null
    const same = known.get(info.id)
    return same?.info === info && same.former === former ? same : { key: info.id, info, former, recording: false }
  })
}

/** A recording in the language of the page. */
const named = (info: KeptRunInfo): KeptRunInfo => ({ ...info, name: words.told.recording.name(info.name) })
