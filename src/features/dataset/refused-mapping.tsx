/** @file A file whose columns could not be guessed: the person names them, and it is read again. */
import { type FormEvent, useState } from 'react'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { DataSource } from '../../protocol/messages'
import { usePlayground, useSession } from '../../store/playground'
import { hasColumns } from './mapped-source'
import styles from './refused-mapping.module.css'

const SIDES = ['prompt', 'chosen', 'rejected'] as const

/** Refusals that other column names may mend. */
const MENDABLE = ['data/no-pairs', 'data/missing-column']

export function RefusedMapping() {
  const { control } = usePlayground()
  const refused = useSession((s) => s.refusedSources)
  const mendable = useSession((s) =>
    s.errors.some((shown) => shown.during === 'load-data' && MENDABLE.includes(shown.error.code)),
  )
  const [names, setNames] = useState({ prompt: '', chosen: '', rejected: '' })
  if (!mendable || !refused.some(hasColumns)) return null

  const ready = names.chosen.trim() !== '' && names.rejected.trim() !== ''
  const read = (event: FormEvent) => {
    event.preventDefault()
    const mapping = {
      prompt: names.prompt.trim() || null,
      chosen: names.chosen.trim(),
      rejected: names.rejected.trim(),
    }
    const mapped = (source: DataSource): DataSource => (hasColumns(source) ? { ...source, mapping } : source)
    if (ready) control.loadData(refused.map(mapped))
  }
  return (
    <form className={styles.form} onSubmit={read} aria-label={words.data.refused.title}>
      <strong className={styles.title}>{words.data.refused.title}</strong>
      {SIDES.map((side) => (
        <label key={side} className={styles.line}>
          <span>{words.data[side]}</span>
          <input
            className={styles.input}
            value={names[side]}
            placeholder={side === 'prompt' ? words.data.refused.promptOptional : undefined}
            onChange={(event) => setNames({ ...names, [side]: event.currentTarget.value })}
          />
        </label>
      ))}
      <LinkButton type="submit" disabled={!ready}>
        {words.data.refused.read}
      </LinkButton>
    </form>
  )
}
