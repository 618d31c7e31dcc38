/** @file Labelling: two completions to choose between, and the set of pairs that comes of it. */
import { useEffect } from 'react'
import { words } from '../../i18n/words'
import { useProposals, useSession } from '../../store/playground'
import type { Session } from '../../store/session-store'
import { Desk } from './desk'
import styles from './label-view.module.css'
import { MyPairs } from './my-pairs'
import { PromptLine } from './prompt-line'

/** Why nothing can be written here, or what is still on its way; null when it can. */
function whyNot(session: Session): string | null {
  const { obstacle } = words.labelling
  if (session.replayOnly) return obstacle.replay
  if (!session.device) {
    const failed = session.errors.some((shown) => shown.during === 'open')
    return failed ? obstacle.device : words.obstacle.wait.device
  }
  if (session.modelProgress) return words.obstacle.wait.model
  if (!session.model) return obstacle.model
  return session.model.hasTokenizer ? null : obstacle.tokenizer
}

export default function LabelView() {
  const enter = useProposals((state) => state.enter)
  const leave = useProposals((state) => state.leave)
  const why = useSession(whyNot)
  useEffect(() => {
    enter()
    return leave
  }, [enter, leave])
  return (
    <div className={styles.view}>
      <section aria-labelledby="label-title" data-testid="label-desk">
        <h2 id="label-title" className={styles.title}>
          {words.labelling.title}
        </h2>
        <p className={styles.lead}>{words.labelling.lead}</p>
        {why === null ? (
          <>
            <PromptLine />
            <Desk />
          </>
        ) : (
          <p className={styles.obstacle} role="note">
            {why}
          </p>
        )}
      </section>
      <MyPairs />
    </div>
  )
}
