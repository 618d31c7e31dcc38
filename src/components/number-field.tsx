/** @file A field for an exact number: takes 0.0003 and 3e-4, keeps what is typed, and tells what it could not read. */
import { type KeyboardEvent, useState } from 'react'
import { formatSetting } from './format'
import styles from './number-field.module.css'

interface Props {
  label: string
  value: number | null
  /** null only where the field is optional and was emptied. */
  onChange: (value: number | null) => void
  optional?: boolean
  /** What the arrow keys do. */
  onStep?: (direction: 1 | -1) => void
  problem?: string
  /** Shown while the value is null. */
  placeholder?: string
  disabled?: boolean
  describedBy?: string
}

const show = (value: number | null) => (value === null ? '' : formatSetting(value))

export function NumberField(props: Props) {
  const { label, value, onChange, optional, onStep, problem, placeholder, disabled, describedBy } = props
  // Text of its own only while somebody types: half a number ("3e-") must survive a render.
  const [typed, setTyped] = useState<string | null>(null)

  const type = (text: string) => {
    setTyped(text)
    if (text.trim() === '') onChange(optional ? null : Number.NaN)
    else onChange(Number(text.replace(',', '.')))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : null
    if (direction === null || !onStep) return
    event.preventDefault()
    setTyped(null)
    onStep(direction)
  }

  return (
    <input
      className={styles.field}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={problem !== undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      placeholder={placeholder}
      value={typed ?? show(value)}
      onChange={(event) => type(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => {
        // What could not be read stays to be seen and mended.
        if (!Number.isNaN(value)) setTyped(null)
      }}
      onKeyDown={onKeyDown}
    />
  )
}
