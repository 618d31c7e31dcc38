/** @file A slider for feel: native, so the keyboard and assistive technology know it; a tick marks the default. */
import styles from './range-slider.module.css'

export interface SliderScale {
  min: number
  max: number
  log?: boolean
  step?: number
}

interface Props {
  label: string
  scale: SliderScale
  value: number
  /** Where the tick is drawn. */
  mark: number | null
  valueText: string
  disabled?: boolean
  onChange: (value: number) => void
}

const STOPS = 100

/** Position on the track, 0 to 1. */
export function positionOf(value: number, { min, max, log }: SliderScale): number {
  const at = log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min)
  return Number.isFinite(at) ? Math.min(1, Math.max(0, at)) : 0
}

/** The value at a position; two significant digits, or whole steps, so that nobody gets 0.10000000001. */
export function valueAt(position: number, { min, max, log, step }: SliderScale): number {
  if (log) return Number((min * (max / min) ** position).toPrecision(2))
  const raw = min + position * (max - min)
  return step ? Number((min + Math.round((raw - min) / step) * step).toPrecision(6)) : raw
}

export function RangeSlider({ label, scale, value, mark, valueText, disabled, onChange }: Props) {
  const stops = scale.log || !scale.step ? STOPS : Math.round((scale.max - scale.min) / scale.step)
  const at = positionOf(value, scale)
  return (
    <span className={styles.root} style={{ '--at': at } as React.CSSProperties}>
      {mark !== null && (
        <span
          className={styles.mark}
          style={{ '--mark': positionOf(mark, scale) } as React.CSSProperties}
          aria-hidden
        />
      )}
      <input
        className={styles.range}
        type="range"
        aria-label={label}
        aria-valuetext={valueText}
        min={0}
        max={stops}
        step={1}
        value={Math.round(at * stops)}
        disabled={disabled}
        onChange={(event) => onChange(valueAt(Number(event.currentTarget.value) / stops, scale))}
      />
    </span>
  )
}
