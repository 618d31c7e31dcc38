/** @file The ways to another model: the Hub, a folder, files, an adapter, and back. */
import { FileLink } from '../../components/file-link'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { ModelSource } from '../../protocol/messages'
import { usePlayground, useSession } from '../../store/playground'
import { isInRun } from '../../store/readiness'
import { openSheet } from '../../store/ui-store'
import styles from './model-panel.module.css'

export function ModelWays({ bundled }: { bundled: ModelSource }) {
  const { control } = usePlayground()
  const replayOnly = useSession((s) => s.replayOnly)
  const inRun = useSession(isInRun)
  const other = useSession((s) => s.model !== null && s.model.name !== bundled.name)
  const hasModel = useSession((s) => s.model !== null)
  const disabled = replayOnly || inRun
  const title = (text: string) => (inRun ? words.model.inRun : text)
  return (
    <>
      <div className={styles.ways}>
        <LinkButton disabled={disabled} title={title(words.hub.lead)} onClick={() => openSheet('hub')}>
          {words.hub.open}
        </LinkButton>
        <FileLink
          accept=".json,.safetensors,.jinja"
          title={title(words.model.files)}
          disabled={disabled}
          onChoose={control.takeFiles}
        >
          {words.model.choose}
        </FileLink>
        <FileLink folder title={title(words.model.folderHelp)} disabled={disabled} onChoose={control.takeFiles}>
          {words.model.folder}
        </FileLink>
        <FileLink
          accept=".json,.safetensors"
          title={title(words.model.adapterHelp)}
          disabled={disabled || !hasModel}
          onChoose={control.takeFiles}
        >
          {words.model.adapter}
        </FileLink>
      </div>
      {other && (
        <div className={styles.ways}>
          <LinkButton disabled={disabled} title={title('')} onClick={() => control.loadModel(bundled)}>
            {words.model.back}
          </LinkButton>
        </div>
      )}
    </>
  )
}
