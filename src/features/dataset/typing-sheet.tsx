/** @file Pairs typed by hand, in a table over the page. */
import { Button, Drawer } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { asksInChat } from '../../store/labels/label-control-proposals'
import { useLabels, usePlayground, useUi } from '../../store/playground'
import { openSheet } from '../../store/ui-store'
import { keepDraft, keptDraft, type TypedTexts } from './typing-draft'
import styles from './typing-sheet.module.css'

const COLUMNS = ['prompt', 'chosen', 'rejected'] as const

interface TypedRow extends TypedTexts {
  id: number
}

const emptyRow = (id: number): TypedRow => ({ id, prompt: '', chosen: '', rejected: '' })
const emptyRows = () => [1, 2, 3].map(emptyRow)

function firstRows(): TypedRow[] {
  const kept = keptDraft()
  return kept.length > 0 ? kept.map((row, i) => ({ ...row, id: i + 1 })) : emptyRows()
}

const usable = ({ chosen, rejected }: TypedRow) =>
  chosen.trim() !== '' && rejected.trim() !== '' && chosen.trim() !== rejected.trim()

const begun = ({ prompt, chosen, rejected }: TypedRow) => `${prompt}${chosen}${rejected}`.trim() !== ''

export function TypingSheet() {
  const { labels, session } = usePlayground()
  const opened = useUi((state) => state.sheet === 'typing')
  const [rows, setRows] = useState<TypedRow[]>(firstRows)
  const known = useLabels((state) => state.pairs.length)
  useEffect(() => keepDraft(rows.filter(begun)), [rows])
  const ready = rows.filter(usable)
  const unfinished = rows.some((row) => begun(row) && !usable(row))

  const write = (id: number, column: (typeof COLUMNS)[number], text: string) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, [column]: text } : row)))
  const add = () => setRows([...rows, emptyRow(Math.max(...rows.map((row) => row.id), 0) + 1)])
  const use = () => {
    const chat = asksInChat(session.getState())
    const { add, load } = labels.set.getState()
    add(
      ready.map(({ id: _, ...texts }) => ({ ...texts, chat, origin: { kind: 'typed' }, edited: false, scores: null })),
    )
    load('alone')
    const unused = rows.filter((row) => begun(row) && !usable(row))
    setRows(unused.length > 0 ? unused : emptyRows())
    openSheet(null)
  }
  return (
    <Drawer
      opened={opened}
      onClose={() => openSheet(null)}
      title={words.data.typing.title}
      position="right"
      size="min(960px, 100vw)"
      closeButtonProps={{ 'aria-label': words.data.sheet.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <p className={styles.lead}>
        {words.data.typing.lead} {words.labelling.typing.joins(known)}
      </p>
      <div className={styles.grid}>
        {COLUMNS.map((column) => (
          <span key={column} className={styles.head} data-side={column}>
            {words.data[column]}
          </span>
        ))}
        <span />
        {rows.map((row, at) => (
          <div key={row.id} className={styles.row}>
            {COLUMNS.map((column) => (
              <textarea
                key={column}
                className={styles.cell}
                aria-label={words.data.typing.cell(words.data[column], at + 1)}
                rows={2}
                placeholder={at === 0 ? words.data.typing.example[column].trim() : undefined}
                value={row[column]}
                data-side={column}
                onChange={(event) => write(row.id, column, event.currentTarget.value)}
              />
            ))}
            <LinkButton
              aria-label={words.data.typing.remove(at + 1)}
              disabled={rows.length === 1}
              onClick={() => setRows(rows.filter(({ id }) => id !== row.id))}
            >
              <X size={16} aria-hidden />
            </LinkButton>
          </div>
        ))}
      </div>
      <div className={styles.verbs}>
        <LinkButton onClick={add}>
          <Plus size={14} aria-hidden /> {words.data.typing.add}
        </LinkButton>
        {unfinished && <span className={styles.lead}>{words.data.typing.incomplete}</span>}
        <Button disabled={ready.length === 0} onClick={use}>
          {known === 0
            ? words.data.typing.use(ready.length)
            : words.labelling.typing.useAll(ready.length, known + ready.length)}
        </Button>
      </div>
    </Drawer>
  )
}
