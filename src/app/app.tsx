/** @file The one screen: controls, plots and samples beside each other, or below each other where it is narrow. */
import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { PairsSheet } from '../features/dataset/pairs-sheet'
import { TypingSheet } from '../features/dataset/typing-sheet'
import { LessonColumn } from '../features/lessons/lesson-column'
import { HubSheet } from '../features/model/hub-sheet'
import { SaveLinks } from '../features/model/save-links'
import { SamplesPanel } from '../features/sampling/samples-panel'
import { LinkLines } from '../features/sharing/link-lines'
import { ShareSheet } from '../features/sharing/share-sheet'
import { TakeAwaySheet } from '../features/take-away/take-away-sheet'
import { Toolbar } from '../features/training/toolbar'
import { words } from '../i18n/words'
import { useSession, useUi } from '../store/playground'
import { languageStore } from '../store/sharing/language'
import { openSheet, uiStore } from '../store/ui-store'
import styles from './app.module.css'
import { Controls } from './controls'
import { DropTarget } from './drop-target'
import { Header } from './header'
import { HelpSheet } from './help-sheet'
import { Middle } from './middle'
import { UndoLine } from './undo-line'
import { useActions } from './use-actions'

/** Below this width the controls move into a sheet. */
const NARROW = '(max-width: 899px)'

/** Another language renders the page anew; run, data and settings lie in the stores, and stay. */
export function App() {
  const language = useStore(languageStore, (state) => state.language)
  const ready = useStore(languageStore, (state) => state.ready)
  return ready ? <Page key={language} /> : null
}

function Page() {
  const actions = useActions()
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const settings = useUi((state) => state.sheet === 'settings')
  const asked = useSession((s) => s.heldBack !== null)
  // What was dropped on the page asks something in the controls.
  useEffect(() => {
    if (narrow && asked && uiStore.getState().sheet === null) openSheet('settings')
  }, [narrow, asked])
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <Header narrow={narrow} />
        <Toolbar actions={actions} />
        <LinkLines />
      </div>
      <main className={styles.columns}>
        {!narrow && (
          <div className={styles.controls}>
            <LessonColumn settings={<Controls />} />
          </div>
        )}
        {narrow && <LessonColumn />}
        <div className={styles.plots}>
          <Middle />
        </div>
        <div className={styles.samples}>
          <SamplesPanel />
        </div>
      </main>
      {narrow && (
        <Drawer
          opened={settings}
          onClose={() => openSheet(null)}
          title={words.header.settings}
          size="min(400px, 100vw)"
          padding={0}
          styles={{ header: { paddingInline: 16 } }}
        >
          <Controls />
        </Drawer>
      )}
      <PairsSheet />
      <TypingSheet />
      <HubSheet />
      <TakeAwaySheet model={<SaveLinks />} />
      <ShareSheet />
      <HelpSheet actions={actions} />
      <DropTarget />
      <UndoLine />
    </div>
  )
}
