/** @file One of a few, side by side: radio buttons that look like a bar. */
import { useId } from 'react'
import styles from './segmented.module.css'

interface Props<T extends string> {
  label: string
  value: T
  options: Readonly<Record<T, string>>
  /** What cannot be chosen now. */
  disabled?: readonly T[]
  onChange: (value: T) => void
}

export function Segmented<T extends string>({ label, value, options, disabled = [], onChange }: Props<T>) {
  const name = useId()
  return (
    <div className={styles.bar} role="radiogroup" aria-label={label}>
      {(Object.entries(options) as [T, string][]).map(([key, text]) => (
        <label key={key} className={styles.item} data-on={value === key || undefined}>
          <input
            type="radio"
            name={name}
            value={key}
            checked={value === key}
            disabled={disabled.includes(key)}
            onChange={() => onChange(key)}
          />
          {text}
        </label>
      ))}
    </div>
  )
}
