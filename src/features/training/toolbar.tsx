/** @file Play and its companions, the progress of the run, and one line that says what is going on. */
import { RotateCcw, Square, StepForward } from 'lucide-react'
import type { Action } from '../../components/action'
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import { Figures } from './figures'
import { PlayButton } from './play-button'
import { RestartButton } from './restart-button'
import { StatusLine } from './status-line'
import styles from './toolbar.module.css'

const COMPANIONS = [
  { id: 'step', Icon: StepForward },
  { id: 'stop', Icon: Square },
  { id: 'reset', Icon: RotateCcw },
] as const

interface Props {
  actions: Action[]
}

export function Toolbar({ actions }: Props) {
  const share = useSession((s) => (s.totalSteps > 0 ? Math.min(1, s.step / s.totalSteps) : 0))
  const step = useSession((s) => s.step)
  const totalSteps = useSession((s) => s.totalSteps)
  const preparing = useSession((s) => s.runState === 'preparing' || s.queued)
  const recorded = useSession((s) => s.recorded !== null)
  const action = (id: Action['id']) => actions.find((one) => one.id === id)!
  return (
    <section className={styles.bar} aria-label={words.toolbar.label}>
      <div className={styles.row}>
        <div className={styles.buttons}>
          <PlayButton action={action('toggle')} />
          {COMPANIONS.map(({ id, Icon }) => {
            const { label, shortcut, enabled, run } = action(id)
            return (
              <button
                key={id}
                type="button"
                className={styles.companion}
                title={shortcut ? `${label} (${shortcut})` : label}
                disabled={!enabled}
                onClick={run}
              >
                <Icon size={15} aria-hidden />
                <span>{label}</span>
              </button>
            )
          })}
        </div>
        <Figures />
        <StatusLine />
        <RestartButton />
      </div>
      <div
        className={styles.progress}
        role="progressbar"
        aria-label={words.toolbar.progress}
        aria-valuemin={0}
        aria-valuemax={totalSteps}
        aria-valuenow={step}
        data-preparing={preparing || undefined}
        data-recorded={recorded || undefined}
      >
        <div className={styles.done} style={{ transform: `scaleX(${share})` }} />
      </div>
    </section>
  )
}
