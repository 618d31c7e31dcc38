/** @file The objective as a curve, with the pairs of a batch on it: what they lose, and how hard each of them pulls. */
import { useMemo } from 'react'
import { Disclosure } from '../../components/disclosure'
import { formatSetting } from '../../components/format'
import { PictureMenu } from '../../components/plot/picture-menu'
import { words } from '../../i18n/words'
import { useConfig, usePlayground, useSession } from '../../store/playground'
import type { RunFigures } from '../../store/plots/run-figures'
import { aboutMoment } from './about-moment'
import { BatchTable } from './batch-table'
import styles from './curve.module.css'
import { type CurvePair, CurvePlot } from './curve-plot'
import { xRange } from './curve-scale'
import { heldOutAt } from './held-out-at'
import { heldOutXs, type ObjectiveCurve, objectiveCurve, objectiveOfStage } from './objective-curve'
import { objectiveReading } from './objective-reading'
import { lastUpTo, stageAt } from './run-time'

/** `step` is null before there is any: then the curve alone is drawn, of what the form says. */
export function ObjectivePart({ figures, step }: { figures: RunFigures; step: number | null }) {
  const text = words.inside.objective
  const { library } = usePlayground()
  const runConfig = useSession((s) => s.runConfig)
  const recorded = useSession((s) => s.recorded !== null)
  const replayOnly = useSession((s) => s.replayOnly)
  const edited = useConfig((state) => state.config)
  const config = runConfig ?? edited
  const stage = step === null ? null : stageAt(figures.stageMarks, step)
  const options = objectiveOfStage(config, stage?.stage ?? 1)
  const curve = useMemo(() => objectiveCurve(options), [JSON.stringify(options)])
  const batch = step === null ? null : lastUpTo(figures.batches, step)
  // By version: another run may have told just as many batches.
  const range = useMemo(() => curve && xRange(curve, allXs(curve, figures)), [curve, figures, figures.version])
  if (!curve || !range) return <p className={styles.reading}>{text.read.sft}</p>

  const held = step === null ? null : heldOutAt(figures, config, step)
  const heldOut = held ? heldOutXs(curve, held.pairs).filter(Number.isFinite) : []
  const told = batch?.step === step ? batch : null
  const pairs = placePairs(curve, told?.pairs ?? null, heldOut)
  const xs = pairs.map((pair) => pair.x)
  const known = told !== null || curve.fromMargin === null
  const reading = known ? objectiveReading(curve, xs) : step === null ? '' : text.read.none
  const xName =
    curve.x === 'odds'
      ? text.x.odds
      : curve.x === 'gap'
        ? text.x[curve.perToken ? 'gapPerToken' : 'gap']
        : text.x[curve.perToken ? 'marginPerToken' : 'margin']
  const aimLabel = curve.aim && text.aims[curve.aim.kind](formatSetting(curve.aim.x))
  const old = recorded && figures.batches.length === 0
  return (
    <div className={styles.part} data-picture>
      {old && <p className={styles.note}>{words.inside.empty[replayOnly ? 'oldBatchesOnly' : 'oldBatches']}</p>}
      <div className={styles.withMenu}>
        <CurvePlot
          curve={curve}
          range={range}
          pairs={pairs}
          heldOut={curve.fromMargin ? heldOut : []}
          xName={xName}
          aimLabel={aimLabel}
          label={text.chart(reading)}
        />
        <div className={styles.menu}>
          <PictureMenu title={words.inside.parts.objective} about={() => aboutMoment(library.current(), step)} />
        </div>
      </div>
      <p className={styles.key} data-drawn>
        <span>
          <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden>
            <circle className={styles.point} r="4" />
          </svg>
          {curve.fromMargin ? text.batch : text.heldOut}
        </span>
        {curve.fromMargin && (
          <span>
            <svg width="8" height="12" aria-hidden>
              <line className={styles.tick} x1="4" x2="4" y1="0" y2="12" />
            </svg>
            {text.heldOut}
          </span>
        )}
      </p>
      <p className={styles.reading} data-testid="objective-reading">
        {reading}
      </p>
      {options.name === 'orpo' && <p className={styles.note}>{text.orpo}</p>}
      {options.name !== 'orpo' && curve.sftWeight > 0 && (
        <p className={styles.note}>{text.sftWeight(formatSetting(curve.sftWeight))}</p>
      )}
      {pairs.length > 0 && (
        <Disclosure title={text.table}>
          <BatchTable curve={curve} pairs={pairs} />
        </Disclosure>
      )}
    </div>
  )
}

/** By x. The measured loss stands where the curve is all of it; else the curve's own. */
function placePairs(
  curve: ObjectiveCurve,
  batch: { margins: number[]; losses: number[] } | null,
  heldOut: readonly number[],
): CurvePair[] {
  const { fromMargin, sftWeight } = curve
  const pairs = fromMargin
    ? (batch?.margins ?? []).map((margin, i) => {
        const x = fromMargin(margin)
        return { x, loss: sftWeight > 0 ? curve.at(x).loss : batch!.losses[i]! }
      })
    : heldOut.map((x) => ({ x, loss: curve.at(x).loss }))
  return pairs.filter(({ x, loss }) => Number.isFinite(x) && Number.isFinite(loss)).sort((a, b) => a.x - b.x)
}

function* allXs(curve: ObjectiveCurve, { batches, evalEvents }: RunFigures): Iterable<number> {
  if (curve.fromMargin)
    for (const { pairs } of batches) for (const margin of pairs.margins) yield curve.fromMargin(margin)
  for (const { pairs } of evalEvents) yield* heldOutXs(curve, pairs)
}
