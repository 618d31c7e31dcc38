/** @file One setting out of a few words. */
import { useId } from 'react'
import styles from './choice-row.module.css'

interface Props<T extends string> {
  label: string
  value: T
  options: Readonly<Record<T, string>>
  /** A sentence below, about what the choice does. */
  note?: string
  disabled?: boolean
  onChange: (value: T) => void
}

export function ChoiceRow<T extends string>({ label, value, options, note, disabled, onChange }: Props<T>) {
  const id = useId()
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={styles.select}
        value={value}
        disabled={disabled}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {(Object.entries(options) as [T, string][]).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      {note && (
        <p id={`${id}-note`} className={styles.note}>
          {note}
        </p>
      )}
    </div>
  )
}
