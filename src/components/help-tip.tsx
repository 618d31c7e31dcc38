/**
 * @file A label that explains itself on hover or touch. It takes no focus: what it says must also be the description
 * of the control beside it, which is where the keyboard goes.
 */
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
      events={{ hover: true, focus: false, touch: true }}
      withArrow
    >
      <span className={styles.tip}>{children}</span>
    </Tooltip>
  )
}
