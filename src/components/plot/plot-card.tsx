/** @file The frame around a plot: title with its last values, controls, the plot, and the sentences under it. */
import { type ReactNode, useId } from 'react'
import classes from './plot.module.css'

export interface PlotCardProps {
  title: string
  /** What is plotted and in which unit, one hover away. */
  meaning?: string | undefined
  /** Last values, beside the title. */
  values?: ReactNode
  /** Switches and the menu, at the right. */
  controls?: ReactNode
  /** The sentences under the plot. */
  below?: ReactNode
  compact?: boolean
  /** Said by screen readers alone: the plot beside it has the visible one. */
  titleHidden?: boolean
  children: ReactNode
}

export function PlotCard({
  title,
  meaning,
  values,
  controls,
  below,
  compact = false,
  titleHidden = false,
  children,
}: PlotCardProps) {
  const titleId = useId()
  return (
    <figure className={classes.card} data-compact={compact || undefined} aria-labelledby={titleId} data-picture>
      <figcaption className={classes.header}>
        <span className={classes.title} id={titleId} title={meaning} data-hidden={titleHidden || undefined}>
          {title}
        </span>
        {values}
        <span className={classes.controls}>{controls}</span>
      </figcaption>
      <div className={classes.body}>{children}</div>
      {below}
    </figure>
  )
}
