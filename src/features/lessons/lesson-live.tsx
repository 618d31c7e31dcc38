/** @file The way from reading to doing: the lesson's settings into the form, and Play. */
import { Play } from 'lucide-react'
import { ConfigField } from '../../components/config-field'
import { words } from '../../i18n/words'
import type { LessonId } from '../../protocol/lesson'
import { armName, tryLive } from '../../store/lessons/lesson-control'
import { LESSON_PLANS } from '../../store/lessons/lesson-plans'
import { usePlayground, useSession } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import styles from './lesson-live.module.css'
import panel from './lesson-panel.module.css'

/** The model that the recordings were made with. */
const RECORDED_MODEL = 'small-world'

export function LessonLive({ lesson }: { lesson: LessonId }) {
  const playground = usePlayground()
  const replayOnly = useSession((session) => session.replayOnly)
  const underWay = useSession(isUnderWay)
  const model = useSession((session) => session.model?.name ?? null)
  const { live, fields } = LESSON_PLANS[lesson]
  if (replayOnly) return <p className={`${panel.part} ${panel.soft} ${styles.phone}`}>{words.lessons.livePhone}</p>
  return (
    <section className={panel.part}>
      <button type="button" className={styles.play} disabled={underWay} onClick={() => void tryLive(playground)}>
        <Play size={16} aria-hidden />
        {words.lessons.live}
      </button>
      <p className={panel.soft}>
        {underWay ? words.lessons.liveUnderWay : words.lessons.liveHelp(armName(live))}
        {model !== null && model !== RECORDED_MODEL && ` ${words.lessons.liveModel(model)}`}
      </p>
      <p className={styles.fields}>{words.lessons.liveFields}</p>
      {fields.map((path) => (
        <ConfigField key={path} path={path} />
      ))}
    </section>
  )
}
