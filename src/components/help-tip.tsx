/** @file A label that explains itself on hover, focus or touch. */
import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './help-tip.module.css'

interface Props {
  text: ReactNode
  children: ReactNode
}

export function HelpTip({ text, children }: Props) {
  return (
    <Tooltip
      label={text}
      multiline
      w={240}
      openDelay={150}
      events={{ hover: true, focus: true, touch: true }}
      withArrow
    >
      <button type="button" className={styles.tip}>
        {children}
      </button>
    </Tooltip>
  )
}
