/** @file A sweep as a file: the same that the command line takes. */
import { useState } from 'react'
import { saveFile } from '../../client/save-file'
import { ErrorCard } from '../../components/error-card'
import { FileLink } from '../../components/file-link'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { AppError, type ErrorReport, toReport } from '../../protocol/errors'
import { parseRunConfig } from '../../protocol/parse-run-config'
import { parseSweep, type SweepFile } from '../../protocol/sweep'
import { usePlayground } from '../../store/playground'
import { madeOn, settingsOf } from '../../store/sweeps/sweep-control'
import type { Plan, SweepDraft } from '../../store/sweeps/sweep-draft'
import { sweepName } from './names'
import styles from './sweep-files.module.css'

async function readSweep(name: string, file: File): Promise<SweepFile> {
  const text = await file.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const { unreadable, unreadableRemedy } = words.sweeps
    throw new AppError('config/invalid', unreadable(name), unreadableRemedy, { cause: error })
  }
  return parseSweep(json)
}

export function SweepFiles({ draft, plan }: { draft: SweepDraft; plan: Plan }) {
  const { config, session, sweeps: control } = usePlayground()
  const [error, setError] = useState<ErrorReport | null>(null)
  const [note, setNote] = useState<string | null>(null)

  const save = () => {
    if (plan.problem) return
    const sweep = { ...plan.sweep, name: sweepName(draft) }
    const file = `${sweep.name.replace(/[^\p{L}\p{N}]+/gu, '-')}.json`
    saveFile(file, new Blob([`${JSON.stringify(sweep, null, 2)}\n`], { type: 'application/json' }))
  }
  const open = async ([chosen]: { path: string; file: File }[]) => {
    if (!chosen) return
    setError(null)
    setNote(null)
    try {
      const { base, version: _, ...opened } = await readSweep(chosen.file.name, chosen.file)
      const form = config.getState().config
      const given = parseRunConfig(base)
      config.getState().load(settingsOf(given, form, session.getState()))
      control.edit(opened)
      const [theirs, ours] = [madeOn(given), madeOn(form)]
      if (theirs !== ours) setNote(words.sweeps.otherData(theirs, ours))
    } catch (failure) {
      setError(toReport(failure))
    }
  }
  return (
    <div className={styles.files}>
      <LinkButton disabled={plan.problem !== null} title={words.sweeps.fileNote} onClick={save}>
        {words.sweeps.save}
      </LinkButton>
      <FileLink accept=".json,application/json" title={words.sweeps.fileNote} onChoose={(files) => void open(files)}>
        {words.sweeps.open}
      </FileLink>
      {note && <p className={styles.note}>{note}</p>}
      {error && <ErrorCard error={error} onDismiss={() => setError(null)} />}
    </div>
  )
}
