/** @file Two distributions on one axis: chosen above the line, rejected below it. */
import { type ReactNode, useMemo } from 'react'
import { formatCount } from './format'
import styles from './histogram.module.css'
import type { PictureAbout } from './plot/export-plot'
import { PictureMenu } from './plot/picture-menu'

interface Props {
  chosen: number[]
  rejected: number[]
  label: string
  unit: string
  /** Which colour is which side, above the plot. */
  sides: ReactNode
  /** For a picture that is saved. */
  about: () => PictureAbout
  height?: number
}

const BINS = 24

/** Counts in equal bins up to the 99th percentile; what lies beyond goes into the last. */
export function histogram(chosen: number[], rejected: number[], bins = BINS) {
  const all = [...chosen, ...rejected].sort((a, b) => a - b)
  const top = Math.max(1, all[Math.floor((all.length - 1) * 0.99)] ?? 1)
  const count = (values: number[]) => {
    const counts = new Array<number>(bins).fill(0)
    for (const value of values) counts[Math.min(bins - 1, Math.floor((value / top) * bins))]!++
    return counts
  }
  return { top, chosen: count(chosen), rejected: count(rejected) }
}

export function Histogram({ chosen, rejected, label, unit, sides, about, height = 56 }: Props) {
  const bins = useMemo(() => histogram(chosen, rejected), [chosen, rejected])
  const most = Math.max(1, ...bins.chosen, ...bins.rejected)
  const half = height / 2
  const bar = (count: number) => (count === 0 ? 0 : Math.max(1, (count / most) * (half - 1)))
  return (
    <figure className={styles.figure} data-picture data-drawn>
      {sides}
      <div className={styles.box}>
        <svg
          className={styles.plot}
          viewBox={`0 0 ${BINS * 10} ${height}`}
          height={height}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
        >
          {bins.chosen.map((count, i) => (
            <rect
              key={`w${i}`}
              x={i * 10 + 1}
              width={8}
              y={half - bar(count)}
              height={bar(count)}
              fill="var(--color-chosen)"
            />
          ))}
          {bins.rejected.map((count, i) => (
            <rect key={`l${i}`} x={i * 10 + 1} width={8} y={half} height={bar(count)} fill="var(--color-rejected)" />
          ))}
          <line
            x1={0}
            x2={BINS * 10}
            y1={half}
            y2={half}
            stroke="var(--color-rule-strong)"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <div className={styles.menu}>
          <PictureMenu title={label} about={about} />
        </div>
      </div>
      <figcaption className={styles.axis}>
        <span>0</span>
        <span>
          {formatCount(bins.top)} {unit}
        </span>
      </figcaption>
    </figure>
  )
}
