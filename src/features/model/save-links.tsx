/** @file After a run: what it made, to take away. An adapter can be had by itself, or merged into its model. */
import { LinkButton } from '../../components/link-button'
import { en } from '../../i18n/en'
import { usePlayground, useSession } from '../../store/playground'
import { isTuned } from '../../store/readiness'
import styles from './model-panel.module.css'

export function SaveLinks() {
  const { control } = usePlayground()
  const tuned = useSession(isTuned)
  const lora = useSession((s) => s.recorded === null && s.runConfig?.tuning.method === 'lora')
  const saving = useSession((s) => s.saving)
  if (!tuned) return null
  const label = (form: typeof saving, text: string) => (saving === form ? en.model.packing : text)
  return (
    <div className={styles.ways}>
      <LinkButton
        disabled={saving !== null}
        title={lora ? en.model.saveMergedHelp : undefined}
        onClick={() => control.saveModel('merged')}
      >
        {label('merged', lora ? en.model.saveMerged : en.model.save)}
      </LinkButton>
      {lora && (
        <LinkButton
          disabled={saving !== null}
          title={en.model.saveAdapterHelp}
          onClick={() => control.saveModel('adapter')}
        >
          {label('adapter', en.model.saveAdapter)}
        </LinkButton>
      )}
    </div>
  )
}
