/** @file A quiet verb inside text or under a list. */
import type { ComponentProps } from 'react'
import styles from './link-button.module.css'

export function LinkButton({ className, ...props }: ComponentProps<'button'>) {
  return <button type="button" className={`${styles.link} ${className ?? ''}`} {...props} />
}
