/** @file One setting that is on or off. */
import { Switch } from '@mantine/core'
import { HelpTip } from './help-tip'
import styles from './switch-row.module.css'

interface Props {
  label: string
  help: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

export function SwitchRow({ label, help, checked, disabled, onChange }: Props) {
  return (
    <div className={styles.row}>
      <HelpTip text={help}>{label}</HelpTip>
      <Switch
        size="xs"
        aria-label={label}
        aria-description={help}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  )
}
