/** @file The one large button: Play, Pause, or the name of the step that is missing before Play can work. */
import { Pause, Play } from 'lucide-react'
import type { Action } from '../../components/action'
import { words } from '../../i18n/words'
import { useConfig, useSession } from '../../store/playground'
import { type Obstacle, obstacleOf } from '../../store/readiness'
import { openSheet } from '../../store/ui-store'
import styles from './play-button.module.css'

/** Where a missing step is taken. */
const SECTION_OF: Record<Extract<Obstacle, { kind: 'fix' }>['what'], string> = {
  device: 'device-chip',
  model: 'section-model',
  data: 'section-data',
  pairs: 'section-data',
  settings: 'section-objective',
  memory: 'memory',
}

function goTo(what: keyof typeof SECTION_OF): void {
  const marked = what === 'settings' ? document.querySelector<HTMLElement>('[aria-invalid="true"]') : null
  const target = marked ?? document.getElementById(SECTION_OF[what])
  // On a narrow page the settings lie in a sheet.
  if (!target) openSheet('settings')
  target?.scrollIntoView({ block: 'nearest' })
  ;(marked ?? target?.querySelector<HTMLElement>('input, button, select') ?? target)?.focus()
}

interface Props {
  action: Action
}

export function PlayButton({ action }: Props) {
  const runState = useSession((s) => s.runState)
  const queued = useSession((s) => s.queued)
  const problems = useConfig((state) => state.problems)
  const obstacle = useSession((session) => obstacleText(obstacleOf(session, problems)))
  const fix = useSession((session) => {
    const found = obstacleOf(session, problems)
    return found?.kind === 'fix' ? found.what : null
  })
  const going = runState === 'running' || runState === 'preparing'
  // A run that is under way can go on, whatever the form says in the meantime.
  const missing = going || runState === 'paused' ? null : fix
  const Icon = going || queued ? Pause : Play
  return (
    <button
      type="button"
      className={styles.play}
      data-missing={missing !== null || undefined}
      data-going={going || undefined}
      title={queued ? (obstacle ?? undefined) : `${action.label} (${words.help.spaceKey})`}
      onClick={() => (missing ? goTo(missing) : action.run())}
    >
      {missing === null && <Icon size={16} fill="currentColor" aria-hidden />}
      <span>{missing ? obstacle : action.label}</span>
    </button>
  )
}

export function obstacleText(obstacle: Obstacle | null): string | null {
  if (!obstacle) return null
  return obstacle.kind === 'wait' ? words.obstacle.wait[obstacle.what] : words.obstacle.fix[obstacle.what]
}
