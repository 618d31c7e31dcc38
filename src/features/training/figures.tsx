/** @file Step, stage, time left and speed, in places that do not move when the numbers grow. */
import { formatCount, formatDuration } from '../../components/format'
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import { secondsLeft } from '../../store/readiness'
import styles from './figures.module.css'

function Figure({ name, value, width, testId }: { name: string; value: string; width: number; testId?: string }) {
  return (
    <div className={styles.figure} style={{ minWidth: `${width}ch` }}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value} data-testid={testId}>
        {value}
      </dd>
    </div>
  )
}

export function Figures() {
  const step = useSession((s) => s.step)
  const totalSteps = useSession((s) => s.totalSteps)
  const stage = useSession((s) => s.stage)
  const speed = useSession((s) => s.tokensPerSecond)
  const left = useSession(secondsLeft)
  const going = useSession((s) => s.runState === 'running' || s.runState === 'paused')
  const { none, stageOf, stepOf, speed: unit, warmup } = words.toolbar
  const stageText = stage === null ? none : stage.stage === 0 ? warmup : `${stage.stage} / ${stage.stages}`
  return (
    <dl className={styles.figures}>
      <Figure
        name={stepOf}
        value={totalSteps > 0 ? `${formatCount(step)} / ${formatCount(totalSteps)}` : none}
        width={11}
        testId="step-count"
      />
      <Figure name={stageOf} value={stageText} width={6} />
      <Figure name={words.toolbar.left} value={going && left !== null ? formatDuration(left) : none} width={6} />
      <Figure name={unit} value={speed === null ? none : formatCount(speed)} width={8} />
    </dl>
  )
}
