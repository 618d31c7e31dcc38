/** @file Every run as a line through its settings to its figure. The leaderboard has the same values as a table. */
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { formatSetting, NOT_KNOWN } from '../../components/format'
import { PictureMenu } from '../../components/plot/picture-menu'
import { words } from '../../i18n/words'
import type { KeptSweep } from '../../protocol/sweep-kept'
import { figureOf, type Setting } from '../../protocol/sweep-ranking'
import type { Trial } from '../../protocol/sweep-trials'
import { figureText } from '../../store/runs/run-metrics'
import { aboutSweep } from './about-sweep'
import { fieldName, metricName, settingsText } from './names'
import styles from './parallel-plot.module.css'
import { askedOf, goodness, placeOn, scaleOf, ticksOf } from './scale'

interface Props {
  sweep: KeptSweep
  settings: readonly Setting[]
  pointed: readonly number[]
  onPoint: (indices: readonly number[]) => void
  onShow: (index: number) => void
}

const HEIGHT = 240
const TOP = 44
/** Room under the axes for runs without a figure. */
const BOTTOM = 28
const SIDE = 48

interface Axis {
  key: string
  name: string
  x: number
  ticks: { y: number; text: string }[]
  /** Null where a run has no figure. */
  yOf: (trial: Trial) => number | null
}

/** Where runs without a figure end. */
const NO_FIGURE = HEIGHT - 10
/** Names of axes closer than this stand in two rows. */
const CLOSE = 88

const yOn = (share: number): number => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)

export function ParallelPlot({ sweep, settings, pointed, onPoint, onShow }: Props) {
  const { ref, width } = useElementSize()
  const id = useId()
  const { parallel } = words.sweeps
  const { metric, fields } = sweep.sweep
  // Best first, which is the order that the arrow keys go.
  const ended = settings.flatMap(({ trials }) => trials.filter(({ index }) => index in sweep.results))
  const figures = ended.flatMap((trial) => figureOf(sweep.results[trial.index], metric) ?? [])
  const spacing = (width - 2 * SIDE) / fields.length

  const axes: Axis[] = fields.map((field, i) => {
    const { path } = field
    const values = sweep.trials.map((trial) => trial.values[path]!)
    const scale = scaleOf(values, askedOf(field))
    return {
      key: path,
      name: fieldName(path),
      x: SIDE + i * spacing,
      ticks: ticksOf(scale, values).map((value) => ({ y: yOn(placeOn(scale, value)), text: formatSetting(value) })),
      yOf: (trial) => yOn(placeOn(scale, trial.values[path]!)),
    }
  })
  if (figures.length > 0) {
    const scale = { ...scaleOf(figures), log: false }
    const { min, max } = scale
    axes.push({
      key: metric.key,
      name: metricName(metric.key),
      x: width - SIDE,
      ticks: [
        ...[...new Set([min, max])].map((value) => ({
          y: yOn(placeOn(scale, value)),
          text: figureText(metric.key, value),
        })),
        ...(figures.length < ended.length ? [{ y: NO_FIGURE, text: NOT_KNOWN }] : []),
      ],
      yOf: ({ index }) => {
        const figure = figureOf(sweep.results[index], metric)
        return figure === null ? null : yOn(placeOn(scale, figure))
      },
    })
  }

  const nameOf = ({ index, values }: Trial) => {
    const figure = figureOf(sweep.results[index], metric)
    const told = figure === null ? parallel.noFigure : `${metricName(metric.key)} ${figureText(metric.key, figure)}`
    return `${words.sweeps.runOf(index + 1, sweep.trials.length)}: ${settingsText(values)}; ${told}`
  }
  const at = ended.findIndex(({ index }) => pointed.length === 1 && index === pointed[0])
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 }
    const places: Record<string, number> = { ...steps, Home: 0, End: ended.length - 1 }
    const next = places[event.key]
    const chosen = ended[at]
    if (next !== undefined) onPoint([ended[Math.min(ended.length - 1, Math.max(0, next))]!.index])
    else if (event.key === 'Enter' && chosen) onShow(chosen.index)
    else if (event.key === 'Escape') onPoint([])
    else return
    event.preventDefault()
  }
  const lineOf = (trial: Trial) => axes.map(({ x, yOf }) => `${x},${yOf(trial) ?? NO_FIGURE}`).join(' ')
  const colorOf = (trial: Trial) => {
    const figure = figureOf(sweep.results[trial.index], metric)
    if (figure === null) return 'var(--color-base)'
    const share = Math.round(goodness(figure, figures, metric.goal) * 100)
    return rampColor(share)
  }
  const isPointed = ({ index }: Trial) => pointed.includes(index)
  // What is pointed at lies on top, then what is best.
  const drawn = [...ended].reverse().sort((a, b) => Number(isPointed(a)) - Number(isPointed(b)))
  const only = ended.filter(isPointed)
  return (
    <Frame
      text={ended.length < 2 ? parallel.none : only.length === 1 ? nameOf(only[0]!) : parallel.hint}
      menu={<PictureMenu title={parallel.title} about={() => aboutSweep(sweep)} />}
    >
      <div ref={ref} className={styles.plot} data-drawn>
        <div
          className={styles.list}
          role="listbox"
          tabIndex={0}
          aria-label={parallel.label(ended.length)}
          aria-activedescendant={at >= 0 ? `${id}-${ended[at]!.index}` : undefined}
          onKeyDown={onKeyDown}
          onPointerLeave={() => onPoint([])}
        >
          <svg width={width} height={HEIGHT} role="presentation">
            {drawn.map((trial) => (
              // The keyboard goes to the list, which knows the chosen one.
              <g
                key={trial.index}
                id={`${id}-${trial.index}`}
                role="option"
                tabIndex={-1}
                aria-label={nameOf(trial)}
                aria-selected={isPointed(trial)}
                className={styles.run}
                data-faint={(only.length > 0 && !isPointed(trial)) || undefined}
                data-pointed={isPointed(trial) || undefined}
                data-failed={figureOf(sweep.results[trial.index], metric) === null || undefined}
                onPointerEnter={() => onPoint([trial.index])}
                onClick={() => onShow(trial.index)}
                onKeyDown={onKeyDown}
              >
                <polyline className={styles.reach} points={lineOf(trial)} />
                <polyline className={styles.line} points={lineOf(trial)} style={{ stroke: colorOf(trial) }} />
              </g>
            ))}
          </svg>
        </div>
        <div className={styles.axes} aria-hidden>
          <svg width={width} height={HEIGHT} role="presentation">
            {axes.map((axis, i) => (
              <AxisOf
                key={axis.key}
                axis={axis}
                raised={spacing < CLOSE && i % 2 === 1}
                side={i === 0 ? 'first' : i === axes.length - 1 ? 'last' : 'inner'}
              />
            ))}
          </svg>
        </div>
      </div>
    </Frame>
  )
}

interface AxisProps {
  axis: Axis
  /** Its name stands in the upper row. */
  raised: boolean
  side: 'first' | 'inner' | 'last'
}

function AxisOf({ axis: { name, x, ticks }, raised, side }: AxisProps) {
  // The outer names begin and end with the plot, so that none is cut off.
  const [anchor, shift] = { first: ['start', -SIDE], inner: ['middle', 0], last: ['end', SIDE] }[side] as [
    'start' | 'middle' | 'end',
    number,
  ]
  const isLast = side === 'last'
  return (
    <g>
      <text className={styles.name} x={x + shift} y={raised ? 13 : 28} textAnchor={anchor}>
        {name}
      </text>
      <line x1={x} x2={x} y1={TOP - 4} y2={HEIGHT - BOTTOM + 4} />
      {ticks.map(({ y, text }) => (
        <text key={text} x={x + (isLast ? 6 : -6)} y={y + 4} textAnchor={isLast ? 'start' : 'end'}>
          {text}
        </text>
      ))}
    </g>
  )
}

const RAMP = { width: 64, height: 4, parts: 16 }

/** `share` in percent. */
const rampColor = (share: number): string => `color-mix(in oklab, var(--ramp-high) ${share}%, var(--ramp-low))`

function Legend() {
  const { parallel } = words.sweeps
  const part = RAMP.width / RAMP.parts
  return (
    <p className={styles.legend} aria-hidden="true" data-drawn>
      {parallel.worse}
      <svg width={RAMP.width} height={RAMP.height} role="presentation">
        {Array.from({ length: RAMP.parts }, (_, i) => (
          <rect
            key={i}
            x={i * part}
            width={part}
            height={RAMP.height}
            style={{ fill: rampColor((i / (RAMP.parts - 1)) * 100) }}
          />
        ))}
      </svg>
      {parallel.better}
    </p>
  )
}

function Frame({ text, menu, children }: { text: string; menu: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={words.sweeps.parallel.title} data-picture>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.sweeps.parallel.title}</h3>
        <Legend />
        {menu}
      </div>
      {children}
      <p className={styles.text} aria-live="polite">
        {text}
      </p>
    </section>
  )
}
