/** @file The model that the policy is compared with: its reference, the base, or a run that is drawn behind this one. */
import { words } from '../../i18n/words'
import { useOverlays, useSession } from '../../store/playground'
import { insideStore, useInside } from '../../store/plots/inside-view'
import type { RunFigures } from '../../store/plots/run-figures'
import { lastUpTo, originName, referenceStepAt } from './run-time'
import styles from './tokens.module.css'

interface Props {
  figures: RunFigures
  step: number
  /** The objective measures its rewards from a reference. */
  hasReference: boolean
}

export function AgainstChoice({ figures, step, hasReference }: Props) {
  const text = words.inside.tokens
  const config = useSession((s) => s.runConfig)
  const overlays = useOverlays((state) => state.overlays)
  const wanted = useInside((state) => state.against)
  const reference = referenceStepAt(figures.stageMarks, step, config)
  const origin = originName(config)
  const run = overlays.find(({ key }) => key === wanted)
  const at = run && lastUpTo(run.figures.tokenEvents, step)
  return (
    <label className={styles.against} title={text.hint}>
      <span className={styles.label}>{text.against}</span>
      <select
        className={styles.select}
        value={run || wanted === 'base' ? wanted : 'reference'}
        onChange={(event) => insideStore.setState({ against: event.currentTarget.value })}
      >
        <option value="reference">{text.models[hasReference ? 'reference' : 'start'](reference, origin)}</option>
        <option value="base">{text.models.origin(origin)}</option>
        {overlays.map(({ key, name }) => (
          <option key={key} value={key}>
            {text.models.run(words.told.recording.name(name))}
          </option>
        ))}
      </select>
      {at && <span className={styles.atStep}>{text.atStep(at.step)}</span>}
    </label>
  )
}
