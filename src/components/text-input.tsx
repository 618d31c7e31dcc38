/** @file A line of text that a person types: a name, an address. */
import type { ComponentProps } from 'react'
import styles from './text-input.module.css'

interface Props extends Omit<ComponentProps<'input'>, 'className' | 'onChange'> {
  /** The text is no name, or no address: said beside it. */
  wrong: boolean
  onText: (text: string) => void
}

export function TextInput({ wrong, onText, ...rest }: Props) {
  return (
    <input
      {...rest}
      className={styles.input}
      autoComplete="off"
      spellCheck={false}
      aria-invalid={wrong}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  )
}
