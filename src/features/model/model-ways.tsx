/** @file The ways to another model: the Hub, a folder, files, an adapter, and back. */
import { FileLink } from '../../components/file-link'
import { LinkButton } from '../../components/link-button'
import { en } from '../../i18n/en'
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
  const title = (text: string) => (inRun ? en.model.inRun : text)
  return (
    <>
      <div className={styles.ways}>
        <LinkButton disabled={disabled} title={title(en.hub.lead)} onClick={() => openSheet('hub')}>
          {en.hub.open}
        </LinkButton>
        <FileLink
          accept=".json,.safetensors,.jinja"
          title={title(en.model.files)}
          disabled={disabled}
          onChoose={control.takeFiles}
        >
          {en.model.choose}
        </FileLink>
        <FileLink folder title={title(en.model.folderHelp)} disabled={disabled} onChoose={control.takeFiles}>
          {en.model.folder}
        </FileLink>
        <FileLink
          accept=".json,.safetensors"
          title={title(en.model.adapterHelp)}
          disabled={disabled || !hasModel}
          onChoose={control.takeFiles}
        >
          {en.model.adapter}
        </FileLink>
      </div>
      {other && (
        <div className={styles.ways}>
          <LinkButton disabled={disabled} title={title('')} onClick={() => control.loadModel(bundled)}>
            {en.model.back}
          </LinkButton>
        </div>
      )}
    </>
  )
}
