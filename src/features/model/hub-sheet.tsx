/** @file A model from the Hub: its name, its way here, and what is kept in this browser. */
import { Drawer } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { repositoryLabel } from '../../client/hub-name'
import { ErrorCard } from '../../components/error-card'
import { HubForm } from '../../components/hub-form'
import { HubNotices } from '../../components/hub-notices'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { HubRepository } from '../../protocol/hub'
import { usePlayground, useSession, useUi } from '../../store/playground'
import { closeSheet } from '../../store/ui-store'
import { CachedList } from './cached-list'
import { HubServer } from './hub-server'
import styles from './hub-sheet.module.css'
import { LossNote } from './loss-note'
import { ModelProgress } from './model-progress'

/** Parameters as their makers count them. */
const SUGGESTIONS = [
  { name: 'HuggingFaceTB/SmolLM2-135M-Instruct', parameters: '135 M' },
  { name: 'openai-community/gpt2', parameters: '124 M' },
  { name: 'Qwen/Qwen2.5-0.5B-Instruct', parameters: '0.5 B' },
  { name: 'Qwen/Qwen3-0.6B', parameters: '0.6 B' },
]

/** Errors of these belong here. */
const SHOWN = ['load-model', 'cancel-model', 'save-model', 'set-hub', 'list-storage', 'delete-cached']

export function HubSheet() {
  const opened = useUi((state) => state.sheet === 'hub')
  return (
    <Drawer
      opened={opened}
      onClose={closeSheet}
      title={words.hub.title}
      position="right"
      size="min(520px, 100vw)"
      closeButtonProps={{ 'aria-label': words.hub.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <Inside />
    </Drawer>
  )
}

/** Closes the sheet once what it was asked for is there. */
function useCloseWhenLoaded(): () => void {
  const model = useSession((s) => s.model)
  const before = useRef<typeof model | undefined>(undefined)
  useEffect(() => {
    if (before.current === undefined || model === before.current) return
    before.current = undefined
    closeSheet()
  }, [model])
  return () => {
    before.current = model
  }
}

function Inside() {
  const { control } = usePlayground()
  const progress = useSession((s) => s.modelProgress)
  const errors = useSession((s) => s.errors)
  const [text, setText] = useState('')
  // What went wrong before is told where it was begun.
  const [former] = useState(errors)
  const closeWhenLoaded = useCloseWhenLoaded()
  useEffect(() => control.listStorage(), [control])

  const load = (repository: HubRepository) => {
    if (repository.kind === 'dataset') {
      control.loadData([{ kind: 'hub', repository }])
      closeSheet()
      return
    }
    closeWhenLoaded()
    control.loadModel({ kind: 'hub', name: repositoryLabel(repository), repository })
  }
  return (
    <div className={styles.sheet}>
      <p className={styles.lead}>{words.hub.lead}</p>
      <HubForm kind="model" text={text} onText={setText} disabled={progress !== null} onLoad={load} />
      <LossNote />
      {progress && <ModelProgress progress={progress} />}
      <HubNotices />
      {errors
        .filter((shown) => SHOWN.includes(shown.during) && !former.includes(shown))
        .map((shown) => (
          <ErrorCard key={shown.id} error={shown.error} onDismiss={() => control.dismissError(shown.id)} />
        ))}
      <h3 className={styles.heading}>{words.hub.suggestions}</h3>
      <ul className={styles.list}>
        {SUGGESTIONS.map(({ name, parameters }) => (
          <li key={name} className={styles.suggestion}>
            <LinkButton onClick={() => setText(name)}>{name}</LinkButton>
            <span className={styles.soft}>{words.hub.suggestion(parameters)}</span>
          </li>
        ))}
      </ul>
      <CachedList onLoad={load} />
      <HubServer />
    </div>
  )
}
