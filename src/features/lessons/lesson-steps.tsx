/** @file The steps of a lesson, one at a time; each sets what the page shows and frames the plot it speaks of. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { LessonId } from '../../protocol/lesson'
import { armName, goToStep, isShown, lessonStore, showScene } from '../../store/lessons/lesson-control'
import { LESSON_PLANS, type Scene } from '../../store/lessons/lesson-plans'
import { usePlayground, useSession } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import styles from './lesson-steps.module.css'
import { usePointer } from './use-pointer'

export function LessonSteps({ lesson }: { lesson: LessonId }) {
  const playground = usePlayground()
  const step = useStore(lessonStore, (state) => state.step)
  const { scenes } = LESSON_PLANS[lesson]
  const texts = words.lessons.texts[lesson].steps
  const go = (to: number) => void goToStep(playground, to)
  const scene = scenes[step]!
  const arrow = (to: number, name: string, icon: ReactNode) => (
    <button
      type="button"
      className={styles.arrow}
      aria-label={name}
      title={name}
      disabled={scenes[to] === undefined}
      onClick={() => go(to)}
    >
      {icon}
    </button>
  )
  return (
    <section className={styles.steps} aria-label={words.lessons.steps}>
      <div className={styles.bar}>
        {arrow(step - 1, words.lessons.previousStep, <ChevronLeft size={16} aria-hidden />)}
        {scenes.map((_, i) => (
          <button
            key={i}
            type="button"
            className={styles.dot}
            aria-label={words.lessons.step(i + 1, scenes.length)}
            aria-current={i === step ? 'step' : undefined}
            onClick={() => go(i)}
          >
            {i + 1}
          </button>
        ))}
        {arrow(step + 1, words.lessons.nextStep, <ChevronRight size={16} aria-hidden />)}
      </div>
      {/* All steps take the room of the longest: the page below stays where it is. */}
      <div className={styles.texts}>
        {texts.map((text, i) => (
          <p key={text} className={styles.text} data-on={i === step || undefined} aria-hidden={i !== step}>
            {text}
          </p>
        ))}
      </div>
      <Stage scene={scene} />
      {step < scenes.length - 1 && (
        <button type="button" className={styles.next} onClick={() => go(step + 1)}>
          {words.lessons.nextStep}
          <ChevronRight size={14} aria-hidden />
        </button>
      )}
    </section>
  )
}

/** What the step put on the page: which runs, and where to look. */
function Stage({ scene }: { scene: Scene }) {
  const playground = usePlayground()
  const shown = useSession((session) => isShown(session, scene))
  const underWay = useSession(isUnderWay)
  const { title, tab, onPage, reveal } = usePointer(scene.plot)
  const behind = scene.behind.map(armName).join(' · ')
  return (
    <div className={styles.stage} data-testid="lesson-stage">
      <p className={styles.line}>
        {words.lessons.shown}: {armName(scene.shown)}
        {behind && `; ${words.lessons.behind}: ${behind}`}
      </p>
      {title && (
        <p className={styles.line}>
          {onPage || tab === null ? (
            <LinkButton onClick={reveal}>{words.lessons.framed(title)}</LinkButton>
          ) : (
            words.lessons.elsewhere(title, tab)
          )}
        </p>
      )}
      {!shown && (
        <p className={styles.line} role="note">
          {underWay ? words.lessons.underWay : words.lessons.pushedAside}{' '}
          <LinkButton disabled={underWay} onClick={() => void showScene(playground)}>
            {words.lessons.show}
          </LinkButton>
        </p>
      )}
    </div>
  )
}
