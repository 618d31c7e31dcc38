/** @file What is trained: every weight, or an adapter beside frozen ones, and the adapter's shape. */
import { ConfigField } from '../../components/config-field'
import { Disclosure } from '../../components/disclosure'
import { LinkButton } from '../../components/link-button'
import { Segmented } from '../../components/segmented'
import { SwitchRow } from '../../components/switch-row'
import { words } from '../../i18n/words'
import { useConfig, usePlayground, useSession } from '../../store/playground'
import { isInRun } from '../../store/readiness'
import { TargetLayers, targetsSummary } from './target-layers'
import styles from './tuning-settings.module.css'

/** Why not every weight can be trained now, with what helps. */
function FullRefused() {
  const { control } = usePlayground()
  const half = useSession((s) => s.model?.halfWeights ?? false)
  const adapter = useSession((s) => s.adapter !== null)
  const inRun = useSession(isInRun)
  if (half) {
    return (
      <p className={styles.lead}>
        {words.tuning.frozen}{' '}
        <LinkButton disabled={inRun} onClick={() => control.chooseBaseWeights('f32')}>
          {words.tuning.frozenFix}
        </LinkButton>
      </p>
    )
  }
  return adapter ? <p className={styles.lead}>{words.tuning.fullWithAdapter}</p> : null
}

export function TuningSettings() {
  const tuning = useConfig((state) => state.config.tuning)
  const problems = useConfig((state) => state.problems)
  const set = useConfig((state) => state.set)
  const half = useSession((s) => s.model?.halfWeights ?? false)
  const given = useSession((s) => s.adapter !== null)
  const layers = useSession((s) => s.model?.linearLayers) ?? []
  const inside = ['tuning.dropout', 'tuning.targets']
  return (
    <div className={styles.tuning}>
      <Segmented
        label={words.tuning.label}
        value={tuning.method}
        options={words.tuning.methods}
        disabled={half || given ? ['full'] : []}
        onChange={(method) => set('tuning.method', method)}
      />
      <p className={styles.lead}>{words.tuning.meaning[tuning.method]}</p>
      <FullRefused />
      {tuning.method === 'lora' && (
        <>
          {given && <p className={styles.lead}>{words.tuning.byAdapter}</p>}
          <ConfigField path="tuning.rank" captioned disabled={given} />
          <ConfigField path="tuning.alpha" captioned disabled={given} />
          <Disclosure
            title={words.tuning.details}
            summary={targetsSummary(tuning.targets, layers)}
            forced={inside.some((path) => path in problems)}
          >
            <ConfigField path="tuning.dropout" captioned />
            <SwitchRow
              label={words.tuning.rsLora}
              help={words.tuning.rsLoraHelp}
              checked={tuning.rsLora}
              disabled={given}
              onChange={(on) => set('tuning.rsLora', on)}
            />
            <TargetLayers layers={layers} disabled={given} />
          </Disclosure>
        </>
      )}
    </div>
  )
}
