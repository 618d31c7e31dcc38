/** @file The left column while a lesson is open: the lesson, or the settings one click away. */
import { X } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useStore } from 'zustand'
import { Segmented } from '../../components/segmented'
import { words } from '../../i18n/words'
import { closeLesson, lessonStore } from '../../store/lessons/lesson-control'
import { usePlayground, useUi } from '../../store/playground'
import styles from './lesson-column.module.css'

const LessonPanel = lazy(() => import('./lesson-panel'))

interface Props {
  /** What stands here without a lesson; absent where the settings have a sheet of their own. */
  settings?: ReactNode
}

export function LessonColumn({ settings }: Props) {
  const playground = usePlayground()
  const lesson = useUi((state) => state.lesson)
  const tab = useStore(lessonStore, (state) => state.tab)
  if (lesson === null) return settings
  return (
    <>
      <div className={styles.bar}>
        {settings !== undefined ? (
          <Segmented
            label={words.lessons.column}
            value={tab}
            options={words.lessons.tabs}
            onChange={(next) => lessonStore.setState({ tab: next })}
          />
        ) : (
          <span className={styles.name}>{words.lessons.tabs.lesson}</span>
        )}
        <button
          type="button"
          className={styles.close}
          aria-label={words.lessons.close}
          title={words.lessons.close}
          onClick={() => closeLesson(playground)}
        >
          <X size={16} aria-hidden />
        </button>
      </div>
      {tab === 'settings' && settings !== undefined ? (
        settings
      ) : (
        <Suspense fallback={<p className={styles.opening}>{words.lessons.opening}</p>}>
          <LessonPanel key={lesson} lesson={lesson} folded={settings === undefined} />
        </Suspense>
      )}
    </>
  )
}
