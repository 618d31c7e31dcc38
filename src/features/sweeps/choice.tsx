/** @file One of a few words, where its label stands elsewhere. */
import styles from './choice.module.css'

interface Props<T extends string> {
  label: string
  value: T
  options: Readonly<Record<T, string>>
  onChange: (value: T) => void
}

export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <select
      className={styles.select}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    >
      {(Object.entries(options) as [T, string][]).map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  )
}
