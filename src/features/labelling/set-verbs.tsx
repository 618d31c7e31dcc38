/** @file What can be done with the whole set: train, load, download, open, type, delete. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { saveFile } from '../../client/save-file'
import { FileLink } from '../../components/file-link'
import { LinkButton } from '../../components/link-button'
import { showSection } from '../../components/show-section'
import { pairsAsCsv } from '../../exports/pairs/pairs-as-csv'
import { pairsAsJsonl } from '../../exports/pairs/pairs-as-jsonl'
import { type OpenedRow, readPairRows } from '../../exports/pairs/read-pair-rows'
import { inSameForm } from '../../exports/pairs/same-form'
import { words } from '../../i18n/words'
import { type ErrorReport, toReport } from '../../protocol/errors'
import type { LabelledPair } from '../../protocol/labels'
import { SET_FILE, usableRows } from '../../store/labels/label-control-set'
import { useLabels, usePlayground, useSession } from '../../store/playground'
import { classStore, isSectionLocked } from '../../store/sharing/class-store'
import { showView } from '../../store/ui-store'
import { offerUndo } from '../../store/undo'
import styles from './my-pairs.module.css'

interface Props {
  onAdd: () => void
  onError: (error: ErrorReport | null) => void
}

const keyOf = ({ prompt, chosen, rejected }: Pick<LabelledPair, 'prompt' | 'chosen' | 'rejected'>) =>
  JSON.stringify([prompt, chosen, rejected])

/** All files, or an error: then nothing was added. */
async function readFiles(files: File[]): Promise<{ name: string; row: OpenedRow }[]> {
  const read = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })))
  return read.flatMap(({ name, text }) => readPairRows(name, text).map((row) => ({ name, row })))
}

export function SetVerbs({ onAdd, onError }: Props) {
  const { labels } = usePlayground()
  const pairs = useLabels((state) => state.pairs)
  const replayOnly = useSession((s) => s.replayOnly)
  const locked = useStore(classStore, ({ rules }) => isSectionLocked(rules, 'data'))
  const text = words.labelling.set
  const rows = usableRows(pairs)
  const none = rows.length === 0
  const set = labels.set.getState

  const keepsData = none || replayOnly || locked
  const why = locked ? words.sharing.locked : undefined

  const train = () => {
    if (set().train()) showView('plots')
    else showSection('data')
  }
  const loadBeside = () => {
    set().load('beside')
    showSection('data')
  }
  const download = (content: string, kind: 'jsonl' | 'csv') =>
    saveFile(`${SET_FILE}.${kind}`, new Blob([content], { type: kind === 'csv' ? 'text/csv' : 'application/jsonl' }))
  const open = async (files: { file: File }[]) => {
    if (files.length === 0) return
    onError(null)
    try {
      const opened = await readFiles(files.map(({ file }) => file))
      const known = new Set(set().pairs.map(keyOf))
      const fresh = opened.filter(({ row }) => !known.has(keyOf(row)) && known.add(keyOf(row)))
      const added = set().add(
        fresh.map(({ name, row }) => ({ ...row, origin: { kind: 'file', name }, edited: false, scores: null })),
      )
      offerUndo(text.opened(added.length, opened.length - added.length), () => set().remove(added.map(({ id }) => id)))
    } catch (error) {
      onError(toReport(error))
    }
  }
  const clear = () => {
    const removed = set().remove(pairs.map(({ id }) => id))
    offerUndo(text.deleted(removed.length), () => set().putBack(removed))
  }
  return (
    <div className={styles.verbs}>
      <Button disabled={keepsData} title={why} onClick={train}>
        {text.train}
      </Button>
      <LinkButton disabled={keepsData} title={why} onClick={loadBeside}>
        {text.beside}
      </LinkButton>
      <LinkButton disabled={none} onClick={() => download(pairsAsJsonl(inSameForm(rows)), 'jsonl')}>
        {text.jsonl}
      </LinkButton>
      <LinkButton disabled={none} onClick={() => download(pairsAsCsv(inSameForm(rows)), 'csv')}>
        {text.csv}
      </LinkButton>
      <FileLink accept=".jsonl,.ndjson" title={text.openHelp} onChoose={open}>
        {text.open}
      </FileLink>
      <LinkButton onClick={onAdd}>{text.add}</LinkButton>
      {pairs.length > 0 && (
        <LinkButton className={styles.last} onClick={clear}>
          {text.clear}
        </LinkButton>
      )}
    </div>
  )
}
