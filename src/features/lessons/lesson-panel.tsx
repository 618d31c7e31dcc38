/** @file One lesson: its question, its steps, what was measured, how far that agrees, something to think about, and Play. */
import { useEffect, useState } from 'react'
import { Disclosure } from '../../components/disclosure'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { LESSON_IDS, type LessonArm, type LessonId } from '../../protocol/lesson'
import { openLesson } from '../../store/lessons/lesson-control'
import { LESSON_PLANS } from '../../store/lessons/lesson-plans'
import { fetchResults } from '../../store/lessons/lesson-results'
import { usePlayground } from '../../store/playground'
import { LessonLive } from './lesson-live'
import styles from './lesson-panel.module.css'
import { LessonPlots } from './lesson-plots'
import { LessonSteps } from './lesson-steps'
import { LessonTable } from './lesson-table'
import { LessonVerdict } from './lesson-verdict'

interface Props {
  lesson: LessonId
  /** In one column the plots come soon after the steps: what was measured is folded away above them. */
  folded: boolean
}

/** null while they are on their way. */
function useResults(lesson: LessonId): LessonArm[] | null {
  const [arms, setArms] = useState<LessonArm[] | null>(null)
  useEffect(() => {
    let gone = false
    void fetchResults(LESSON_PLANS[lesson].results).then((fetched) => {
      if (!gone) setArms(fetched)
    })
    return () => {
      gone = true
    }
  }, [lesson])
  return arms
}

export default function LessonPanel({ lesson, folded }: Props) {
  const arms = useResults(lesson)
  const text = words.lessons.texts[lesson]
  const at = LESSON_IDS.indexOf(lesson)
  const rest = (
    <>
      <section className={styles.part}>
        <h3 className={styles.head}>{words.lessons.measured}</h3>
        {arms === null ? (
          <p className={styles.soft}>{words.lessons.loading}</p>
        ) : (
          <>
            <LessonTable lesson={lesson} arms={arms} />
            <LessonPlots lesson={lesson} arms={arms} />
          </>
        )}
      </section>
      {arms !== null && <LessonVerdict lesson={lesson} arms={arms} />}
      <section className={styles.part}>
        <h3 className={styles.head}>{words.lessons.think}</h3>
        <p className={styles.text}>{text.think.question}</p>
        <Disclosure title={words.lessons.answer}>
          <p className={styles.text}>{text.think.answer}</p>
        </Disclosure>
      </section>
      <LessonLive lesson={lesson} />
    </>
  )
  return (
    <article className={styles.lesson} aria-labelledby="lesson-title" data-testid="lesson">
      <header className={styles.part}>
        <p className={styles.place}>{words.lessons.place(at + 1, LESSON_IDS.length)}</p>
        <h2 id="lesson-title" className={styles.title}>
          {text.title}
        </h2>
        <p className={styles.question}>{text.question}</p>
      </header>
      <LessonSteps lesson={lesson} />
      {folded ? (
        <details>
          <summary className={styles.summary}>{words.lessons.rest}</summary>
          {rest}
        </details>
      ) : (
        rest
      )}
      <Neighbours at={at} />
    </article>
  )
}

function Neighbours({ at }: { at: number }) {
  const playground = usePlayground()
  const link = (id: LessonId | undefined, label: (title: string) => string) =>
    id && (
      <LinkButton onClick={() => void openLesson(playground, id)}>{label(words.lessons.texts[id].title)}</LinkButton>
    )
  return (
    <nav className={styles.neighbours} aria-label={words.lessons.menu}>
      {link(LESSON_IDS[at - 1], words.lessons.previous)}
      {link(LESSON_IDS[at + 1], words.lessons.next)}
    </nav>
  )
}
