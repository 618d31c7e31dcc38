/** @file The lessons by name, in the header: choosing one opens it beside the plots. */
import { Menu } from '@mantine/core'
import { GraduationCap } from 'lucide-react'
import { words } from '../../i18n/words'
import { LESSON_IDS } from '../../protocol/lesson'
import { openLesson } from '../../store/lessons/lesson-control'
import { usePlayground, useUi } from '../../store/playground'
import styles from './lessons-menu.module.css'

export function LessonsMenu() {
  const playground = usePlayground()
  const open = useUi((state) => state.lesson)
  return (
    <Menu position="bottom-start" shadow="sm" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.button} title={words.lessons.menuHelp}>
          <GraduationCap size={16} aria-hidden />
          {words.lessons.menu}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {LESSON_IDS.map((id, i) => (
          <Menu.Item
            key={id}
            aria-current={id === open || undefined}
            leftSection={<span className={styles.number}>{i + 1}</span>}
            onClick={() => void openLesson(playground, id)}
          >
            {words.lessons.texts[id].title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
