/** @file A small switch in a plot's header: which form of the figure is drawn. */
import classes from './charts.module.css'

export interface ChartSwitchProps<T extends string> {
  label: string
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
}

export function ChartSwitch<T extends string>({ label, options, value, onChange }: ChartSwitchProps<T>) {
  return (
    <select
      className={classes.switch}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
