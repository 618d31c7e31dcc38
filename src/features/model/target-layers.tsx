/** @file Which linear layers the adapter goes on: all of them, or those that are ticked. */
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'
import styles from './tuning-settings.module.css'

export function targetsSummary(targets: string[] | null, layers: string[]): string {
  const all = targets === null || targets.length === layers.length
  return all ? words.tuning.allLayers : words.tuning.someLayers(targets.length, layers.length)
}

interface Props {
  layers: string[]
  disabled: boolean
}

export function TargetLayers({ layers, disabled }: Props) {
  const targets = useConfig((state) => state.config.tuning.targets)
  const problem = useConfig((state) => state.problems['tuning.targets'])
  const set = useConfig((state) => state.set)
  const reset = useConfig((state) => state.reset)
  if (layers.length === 0) return null
  const ticked = targets ?? layers
  const tick = (layer: string, on: boolean) => {
    const next = layers.filter((each) => (each === layer ? on : ticked.includes(each)))
    set('tuning.targets', next.length === layers.length ? null : next)
  }
  return (
    <fieldset className={styles.layers} disabled={disabled}>
      <legend>
        {words.tuning.layers}
        {targets !== null && !disabled && (
          <LinkButton onClick={() => reset('tuning.targets')}>{words.tuning.layersReset}</LinkButton>
        )}
      </legend>
      <div className={styles.grid}>
        {layers.map((layer) => (
          <label key={layer} className={styles.layer}>
            <input
              type="checkbox"
              checked={ticked.includes(layer)}
              aria-invalid={problem !== undefined}
              onChange={(event) => tick(layer, event.currentTarget.checked)}
            />
            {layer}
          </label>
        ))}
      </div>
      <p className={styles.foot} data-problem={problem !== undefined || undefined}>
        {problem ?? words.tuning.layersHelp}
      </p>
    </fieldset>
  )
}
