/** @file After a run: what it made, to take away. An adapter can be had by itself, or merged into its model. */
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import { isTuned } from '../../store/readiness'
import styles from './model-panel.module.css'

export function SaveLinks() {
  const { control } = usePlayground()
  const tuned = useSession(isTuned)
  const lora = useSession((s) => s.recorded === null && s.runConfig?.tuning.method === 'lora')
  const saving = useSession((s) => s.saving)
  if (!tuned) return null
  const label = (form: typeof saving, text: string) => (saving === form ? words.model.packing : text)
  return (
    <div className={styles.ways}>
      <LinkButton
        disabled={saving !== null}
        title={lora ? words.model.saveMergedHelp : undefined}
        onClick={() => control.saveModel('merged')}
      >
        {label('merged', lora ? words.model.saveMerged : words.model.save)}
      </LinkButton>
      {lora && (
        <LinkButton
          disabled={saving !== null}
          title={words.model.saveAdapterHelp}
          onClick={() => control.saveModel('adapter')}
        >
          {label('adapter', words.model.saveAdapter)}
        </LinkButton>
      )}
    </div>
  )
}
