/** @file The slider over the run's time, shared by all parts; moving it stops nothing but what is shown. */
import { ChevronsRight, Pause, Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { RangeSlider } from '../../components/range-slider'
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import { insideStore, useInside } from '../../store/plots/inside-view'
import type { RunFigures } from '../../store/plots/run-figures'
import { originName, stageAt } from './run-time'
import styles from './time-bar.module.css'
import { goTo, type Moment } from './use-moments'

/** A whole run passes in about so much time, within the bounds of what eyes can follow. */
const PASS_MS = 8000
const FASTEST_MS = 70
const SLOWEST_MS = 900

export function TimeBar({ figures, moment }: { figures: RunFigures; moment: Moment }) {
  const { moments, index, step } = moment
  const playing = useInside((state) => state.playing)
  const follows = useInside((state) => state.at === null)
  const total = useSession((s) => s.totalSteps)
  const config = useSession((s) => s.runConfig)
  const text = words.inside.time
  const last = moments.length - 1
  // More of them while the run goes on; the clock must not start anew for that.
  const latest = useRef(moments)
  latest.current = moments

  useEffect(() => {
    if (!playing) return
    const end = latest.current.length - 1
    if (index >= end) {
      insideStore.setState({ playing: false })
      return
    }
    const ms = Math.min(SLOWEST_MS, Math.max(FASTEST_MS, PASS_MS / (end + 1)))
    const timer = setTimeout(() => goTo(latest.current, index + 1), ms)
    return () => clearTimeout(timer)
  }, [playing, index])

  const toggle = () => {
    if (!playing && index >= last) insideStore.setState({ at: moments[0] ?? null })
    insideStore.setState({ playing: !playing && last > 0 })
  }
  const stage = step === null ? null : stageAt(figures.stageMarks, step)
  const stageName =
    stage?.kind === 'sft' ? text.warmup : stage && stage.stages > 1 ? text.stage(stage.stage, stage.stages) : ''
  const stepName = step === null ? text.none : step === 0 ? text.begin(originName(config)) : text.step(step)
  return (
    <div className={styles.bar}>
      <button
        type="button"
        className={styles.button}
        aria-label={playing ? text.pause : text.play}
        title={playing ? text.pause : text.play}
        disabled={last < 1}
        onClick={toggle}
      >
        {playing ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
      </button>
      <div className={styles.slider}>
        <RangeSlider
          label={text.slider}
          scale={{ min: 0, max: Math.max(1, last), step: 1 }}
          value={last < 1 ? 1 : index}
          mark={null}
          valueText={[stepName, stageName].filter(Boolean).join(', ')}
          disabled={last < 1}
          onChange={(value) => {
            insideStore.setState({ playing: false })
            goTo(moments, Math.round(value))
          }}
        />
      </div>
      {/* No output element: it would be read out at every step. */}
      <span className={styles.where} data-staged={figures.stageMarks.length > 1 || undefined} data-testid="inside-step">
        <b>{stepName}</b>
        {step !== null && step > 0 && total > 0 && <span> {text.of(total)}</span>}
        {stageName && <span> · {stageName}</span>}
      </span>
      <button
        type="button"
        className={styles.follow}
        aria-pressed={follows}
        title={text.followHelp}
        disabled={last < 0}
        onClick={() => insideStore.setState({ at: null, playing: false })}
      >
        <ChevronsRight size={14} aria-hidden />
        {text.follow}
      </button>
    </div>
  )
}
