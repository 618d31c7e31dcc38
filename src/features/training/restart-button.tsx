/** @file Appears when the form says something else than the run under way: the run keeps its own settings. */
import { words } from '../../i18n/words'
import { useConfig, usePlayground, useSession, useSweeps } from '../../store/playground'
import { settingsDiffer } from '../../store/readiness'
import styles from './restart-button.module.css'

export function RestartButton() {
  const { control } = usePlayground()
  const config = useConfig((state) => state.config)
  const valid = useConfig((state) => Object.keys(state.problems).length === 0)
  const differs = useSession((session) => settingsDiffer(session, config))
  const underWay = useSession((s) => s.runState === 'running' || s.runState === 'paused')
  // The runs of a sweep have settings of their own.
  const sweeping = useSweeps((state) => state.active !== null)
  if (!differs || !underWay || sweeping) return null
  return (
    <button type="button" className={styles.restart} disabled={!valid} onClick={control.restart}>
      {words.toolbar.restart}
    </button>
  )
}
