/** @file The ways to pairs of one's own: files, the Hub, typing, dropping. */
import { useEffect, useRef, useState } from 'react'
import { FileLink } from '../../components/file-link'
import { HubForm } from '../../components/hub-form'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import { openSheet } from '../../store/ui-store'
import styles from './data-ways.module.css'

const ROWS = '.jsonl,.json,.ndjson,.csv,.tsv,.gz,.parquet'

export function DataWays() {
  const { control } = usePlayground()
  const disabled = useSession((s) => s.replayOnly)
  const [open, setOpen] = useState(false)
  return (
    <div className={styles.ways}>
      <FileLink
        accept={ROWS}
        disabled={disabled}
        onChoose={(files) => {
          if (files.length > 0) control.loadData(files.map(({ file }) => ({ kind: 'file', file })))
        }}
      >
        {words.data.choose}
      </FileLink>
      <LinkButton disabled={disabled} aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.data.fromHub}
      </LinkButton>
      <LinkButton disabled={disabled} onClick={() => openSheet('typing')}>
        {words.data.type}
      </LinkButton>
      {open && <FromHub />}
      <span className={styles.hint}>{words.data.dropHint}</span>
    </div>
  )
}

function FromHub() {
  const { control } = usePlayground()
  const loading = useSession((s) => s.dataProgress !== null)
  const [text, setText] = useState('')
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  return (
    <div ref={form} className={styles.hub}>
      <HubForm
        kind="dataset"
        text={text}
        onText={setText}
        disabled={loading}
        onLoad={(repository) => control.loadData([{ kind: 'hub', repository }])}
      />
    </div>
  )
}
