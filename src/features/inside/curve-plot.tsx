/** @file Loss and gradient weight over one axis, with pairs on both curves and held-out pairs as ticks below. */
import { useElementSize } from '@mantine/hooks'
import { formatTicks } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import styles from './curve.module.css'
import { type Range, sampleCurve, ticks } from './curve-scale'
import type { ObjectiveCurve } from './objective-curve'

export interface CurvePair {
  x: number
  /** As measured, where the curve is all of the loss. */
  loss: number
}

interface Props {
  curve: ObjectiveCurve
  range: Range
  /** By x, so that a point glides along the curve instead of across it. */
  pairs: readonly CurvePair[]
  heldOut: readonly number[]
  xName: string
  aimLabel: string | null
  label: string
}

const LEFT = 44
const RIGHT = 14
const LOSS = { top: 22, height: 200 }
const WEIGHT = { top: LOSS.top + LOSS.height + 34, height: 84 }
const STRIP = { top: WEIGHT.top + WEIGHT.height + 6, height: 12 }
const AXIS = STRIP.top + STRIP.height + 4
const HEIGHT = AXIS + 38

export function CurvePlot({ curve, range, pairs, heldOut, xName, aimLabel, label }: Props) {
  const { ref, width } = useElementSize()
  return (
    <div ref={ref} className={styles.holder} style={{ height: HEIGHT }} data-drawn>
      {width > 0 && <Drawing {...{ curve, range, pairs, heldOut, xName, aimLabel, label, width }} />}
    </div>
  )
}

function Drawing({ curve, range, pairs, heldOut, xName, aimLabel, label, width }: Props & { width: number }) {
  const text = words.inside.objective
  const { points, loss, weight } = sampleCurve(curve, range)
  const right = width - RIGHT
  const scale = (from: Range, to: Range) => (value: number) =>
    to[0] + ((value - from[0]) / (from[1] - from[0])) * (to[1] - to[0])
  const x = scale(range, [LEFT, right])
  const yLoss = scale(loss, [LOSS.top + LOSS.height, LOSS.top])
  const yWeight = scale(weight, [WEIGHT.top + WEIGHT.height, WEIGHT.top])
  const path = (y: (value: number) => number, of: (point: (typeof points)[number]) => number) =>
    points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(of(point)).toFixed(1)}`).join('')
  const xTicks = ticks(range, width < 480 ? 5 : 10)
  const floor = yWeight(0)
  const aim = curve.aim && aimLabel !== null && x(curve.aim.x) <= right ? curve.aim : null
  const aimFlips = aim !== null && x(aim.x) > right - 96
  return (
    <svg className={styles.plot} width={width} height={HEIGHT} role="img" aria-label={label}>
      <text className={styles.title} x={0} y={12}>
        {text.loss}
      </text>
      <text className={styles.title} x={0} y={WEIGHT.top - 10}>
        {text.weight}
      </text>
      <Ys range={loss} y={yLoss} most={5} left={LEFT} right={right} />
      <Ys range={weight} y={yWeight} most={3} left={LEFT} right={right} />
      <Upright className={styles.zero} x={x(0)} />
      {aim && (
        <>
          <Upright className={styles.aim} x={x(aim.x)} />
          <text
            className={styles.aimLabel}
            x={x(aim.x) + (aimFlips ? -5 : 5)}
            y={LOSS.top + 10}
            textAnchor={aimFlips ? 'end' : 'start'}
          >
            {aimLabel}
          </text>
        </>
      )}
      <path className={styles.curve} d={path(yLoss, (point) => point.loss)} />
      <path className={styles.curve} d={path(yWeight, (point) => Math.abs(point.slope))} />
      {pairs.map((pair, i) => {
        const pull = yWeight(Math.abs(curve.at(pair.x).slope))
        return (
          // Pairs come by x: the n-th from the left stays the n-th.
          <g key={i}>
            <line
              className={styles.stem}
              x1={0}
              x2={0}
              y1={0}
              y2={1}
              style={{ transform: `translate(${x(pair.x)}px, ${pull}px) scale(1, ${Math.max(0, floor - pull)})` }}
            />
            <circle className={styles.small} r={3} style={{ transform: `translate(${x(pair.x)}px, ${pull}px)` }} />
            <circle
              className={styles.point}
              r={5}
              data-testid="curve-point"
              data-x={pair.x}
              data-loss={pair.loss}
              style={{ transform: `translate(${x(pair.x)}px, ${yLoss(pair.loss)}px)` }}
            />
          </g>
        )
      })}
      {heldOut.map((at, i) => (
        <line
          key={i}
          className={styles.tick}
          x1={0}
          x2={0}
          y1={STRIP.top}
          y2={STRIP.top + STRIP.height}
          style={{ transform: `translateX(${x(Math.min(range[1], Math.max(range[0], at)))}px)` }}
        />
      ))}
      <line className={styles.axis} x1={LEFT} x2={right} y1={AXIS} y2={AXIS} />
      {formatTicks(xTicks).map((tick, i) => (
        <text key={tick} className={styles.number} x={x(xTicks[i]!)} y={AXIS + 14} textAnchor="middle">
          {tick}
        </text>
      ))}
      <text className={styles.name} x={(LEFT + right) / 2} y={AXIS + 31} textAnchor="middle">
        {xName}
      </text>
    </svg>
  )
}

/** Through both curves, and not through the title between them. */
function Upright({ x, className }: { x: number; className: string | undefined }) {
  return (
    <>
      <line className={className} x1={x} x2={x} y1={LOSS.top} y2={LOSS.top + LOSS.height} />
      <line className={className} x1={x} x2={x} y1={WEIGHT.top} y2={AXIS} />
    </>
  )
}

interface YsProps {
  range: Range
  y: (value: number) => number
  most: number
  left: number
  right: number
}

function Ys({ range, y, most, left, right }: YsProps) {
  const values = ticks(range, most)
  return formatTicks(values).map((tick, i) => (
    <g key={tick}>
      <line className={styles.grid} x1={left} x2={right} y1={y(values[i]!)} y2={y(values[i]!)} />
      <text className={styles.number} x={left - 6} y={y(values[i]!)} dy="0.32em" textAnchor="end">
        {tick}
      </text>
    </g>
  ))
}
