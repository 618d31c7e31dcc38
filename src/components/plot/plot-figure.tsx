/** @file A plot with all that belongs to one: title, last values, menu, table, and its sentences. */
import { Modal } from '@mantine/core'
import { type ReactNode, useCallback, useId, useRef, useState } from 'react'
import { usePlayground } from '../../store/playground'
import { savePicture } from './export-plot'
import { LiveText } from './live-text'
import { Plot } from './plot'
import classes from './plot.module.css'
import { PlotCard } from './plot-card'
import { PlotMenu } from './plot-menu'
import { plotCsv } from './plot-rows'
import { PlotTable } from './plot-table'
import type { PlotOptions, PlotReadout, PlotSource } from './plot-types'
import { PlotValues, type PlotValuesHandle } from './plot-values'
import { useLive } from './use-live'

export interface PlotFigureProps extends Omit<PlotOptions, 'onReadout'> {
  source: PlotSource
  meaning?: string | undefined
  unit?: string | undefined
  /** A switch of this plot's own. */
  control?: ReactNode
  titleHidden?: boolean
  /** A second plot in the same card. */
  beside?: ReactNode
  /** How to read it, in one line. */
  howTo?: string | undefined
  /** What it says now. */
  reading?: (() => string) | undefined
  /** Stands in the place of `howTo`, and shows it while there is nothing to note. */
  notes?: ReactNode
  /** Shown on the empty axes. */
  emptyText?: string | undefined
  /** Offer the other scale. */
  scalable?: boolean | undefined
  /** Stands in a dialog already. */
  large?: boolean
}

export function PlotFigure(props: PlotFigureProps) {
  const {
    source,
    meaning,
    unit,
    control,
    beside,
    howTo,
    reading,
    notes,
    emptyText,
    scalable = true,
    large = false,
  } = props
  const { title, lines, frame, numbers, xName, compact = false } = props
  const { library } = usePlayground()
  const [view, setView] = useState<'plot' | 'table'>('plot')
  const [scale, setScale] = useState(props.scale ?? 'linear')
  const [enlarged, setEnlarged] = useState(false)
  const values = useRef<PlotValuesHandle>(null)
  const readingId = useId()
  const onReadout = useCallback((readout: PlotReadout) => values.current?.show(readout), [])
  const isEmpty = useLive(
    source,
    useCallback(() => emptyText !== undefined && frame().x.length === 0, [emptyText, frame]),
  )

  const menu = (
    <PlotMenu
      title={title}
      view={view}
      onView={setView}
      scale={scalable ? scale : undefined}
      onScale={setScale}
      onCopy={() => void navigator.clipboard?.writeText(plotCsv(lines, frame(), xName))}
      onSave={(form) => {
        const { unit, numbers, limits } = props
        void savePicture(
          { title, unit, xName, lines, frame: frame(), numbers, scale, limits, emptyText },
          form,
          library.current(),
        )
      }}
      onEnlarge={large ? undefined : () => setEnlarged(true)}
    />
  )
  return (
    <PlotCard
      title={title}
      meaning={meaning}
      compact={compact}
      titleHidden={props.titleHidden && !large}
      values={<PlotValues handle={values} lines={lines} numbers={numbers} unit={unit} compact={compact} />}
      controls={
        <>
          {control}
          {menu}
        </>
      }
      below={
        !compact && (
          <div className={classes.below}>
            {reading && <LiveText source={source} text={reading} className={classes.reading} id={readingId} />}
            {notes ??
              (howTo && (
                <p className={classes.howTo} title={howTo}>
                  {howTo}
                </p>
              ))}
          </div>
        )
      }
    >
      <div className={beside ? classes.both : classes.only}>
        <div className={classes.place}>
          {view === 'table' ? (
            <PlotTable {...{ source, title, lines, frame, xName, numbers }} />
          ) : (
            <Plot {...props} scale={scale} describedBy={reading && readingId} onReadout={onReadout} />
          )}
          {view === 'plot' && isEmpty && emptyText && (
            <p className={classes.empty}>
              <span>{emptyText}</span>
            </p>
          )}
        </div>
        {beside}
      </div>
      {!large && (
        <Modal
          opened={enlarged}
          onClose={() => setEnlarged(false)}
          size="min(1100px, 92vw)"
          title={meaning ?? title}
          centered
        >
          <div className={classes.enlarged}>
            <PlotFigure {...props} scale={scale} compact={false} large />
          </div>
        </Modal>
      )}
    </PlotCard>
  )
}
