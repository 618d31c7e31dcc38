/** @file One setting: its name, a slider for feel, a field for exactness, the default, a reset and what "up" does. */
import { RotateCcw } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { words } from '../i18n/words'
import { formatSetting } from './format'
import { HelpTip } from './help-tip'
import styles from './number-control.module.css'
import { NumberField } from './number-field'
import { positionOf, RangeSlider, type SliderScale, valueAt } from './range-slider'

interface Props {
  label: string
  /** Drawn instead of the label where a symbol says it better. */
  symbol?: ReactNode
  unit?: string
  /** One sentence: what happens when it goes up. */
  up: string
  /** The sentence stands below, instead of in a tip. */
  captioned?: boolean
  scale: SliderScale | null
  value: number | null
  fallback: number | null
  placeholder?: string
  problem?: string
  disabled?: boolean
  /** An empty field means null: the program decides. */
  optional?: boolean
  onChange: (value: number | null) => void
  onReset: () => void
}

export function NumberControl(props: Props) {
  const { label, symbol, unit, up, captioned, scale, value, fallback, placeholder, problem, disabled } = props
  const id = useId()
  const changed = value !== fallback
  const name = <span className={styles.name}>{symbol ?? label}</span>
  const nudge = (direction: 1 | -1) => {
    if (!scale) return props.onChange((value ?? 0) + direction)
    const part = scale.log ? 0.02 : (scale.step ?? 1) / (scale.max - scale.min)
    props.onChange(valueAt(Math.min(1, Math.max(0, positionOf(value ?? scale.min, scale) + direction * part)), scale))
  }

  return (
    <div className={styles.row} data-invalid={problem !== undefined || undefined}>
      <HelpTip text={unit ? words.settings.withUnit(up, unit) : up}>{name}</HelpTip>
      {scale ? (
        <RangeSlider
          label={words.settings.slider(label)}
          scale={scale}
          value={value ?? fallback ?? scale.max}
          mark={fallback}
          valueText={`${formatSetting(value ?? fallback ?? scale.max)}${unit ? ` ${unit}` : ''}`}
          disabled={disabled}
          onChange={props.onChange}
        />
      ) : (
        <span />
      )}
      <NumberField
        label={label}
        value={value}
        optional={props.optional}
        onChange={props.onChange}
        onStep={nudge}
        problem={problem}
        placeholder={placeholder}
        disabled={disabled}
        describedBy={`${id}-note`}
      />
      <button
        type="button"
        className={styles.reset}
        aria-label={words.settings.reset(label)}
        title={words.settings.reset(label)}
        data-shown={(changed && !disabled) || undefined}
        tabIndex={changed && !disabled ? 0 : -1}
        aria-hidden={!changed || disabled}
        disabled={disabled}
        onClick={props.onReset}
      >
        <RotateCcw size={13} aria-hidden />
      </button>
      <p id={`${id}-note`} className={styles.note} data-hidden={!problem && !captioned ? true : undefined}>
        {problem ?? up}
      </p>
    </div>
  )
}
