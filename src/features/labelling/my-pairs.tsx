/** @file The person's own set: how many, what can be done with them, and the pairs themselves. */
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { ErrorCard } from '../../components/error-card'
import { words } from '../../i18n/words'
import type { ErrorReport } from '../../protocol/errors'
import { flawOf, type LabelledPair } from '../../protocol/labels'
import { asksInChat } from '../../store/labels/label-control-proposals'
import { useConfig, useLabels, usePlayground, useSession } from '../../store/playground'
import { isInRun, obstacleOf } from '../../store/readiness'
import { classStore, isSectionLocked } from '../../store/sharing/class-store'
import styles from './my-pairs.module.css'
import { PairForm } from './pair-form'
import { PairList } from './pair-list'
import { SetVerbs } from './set-verbs'

/** Below this the held-out share leaves next to nothing of them. */
const FEW = 8

/** Of those that the judge has an opinion on. */
function agreement(pairs: readonly LabelledPair[]): { agreed: number; of: number } | null {
  const judged = pairs.flatMap(({ scores }) => (scores && scores.chosen !== scores.rejected ? [scores] : []))
  const agreed = judged.filter(({ chosen, rejected }) => chosen > rejected).length
  return judged.length > 0 ? { agreed, of: judged.length } : null
}

/** What should be known about the set as it is, a sentence each. */
function remarksOn(pairs: readonly LabelledPair[], kept: string): string[] {
  const text = words.labelling.set
  const usable = pairs.filter((pair) => flawOf(pair) === null)
  const isMixed = new Set(usable.map(({ chat }) => chat)).size > 1
  return [
    kept === 'memory' ? text.memory : '',
    usable.length > 0 && usable.length < FEW ? text.few : '',
    usable.length < pairs.length ? text.left(pairs.length - usable.length) : '',
    isMixed ? text.mixed : '',
  ].filter((remark) => remark !== '')
}

/** They are among the data of the page, as they are now. */
function useLoaded(pairs: readonly LabelledPair[]): boolean {
  const sources = useSession((s) => (s.dataProgress === null ? s.dataSources : null))
  const { isLoaded, isOlder } = useLabels((state) => state)
  return useMemo(
    () => sources !== null && pairs.length > 0 && isLoaded(sources) && !isOlder(sources, pairs),
    [sources, pairs, isLoaded, isOlder],
  )
}

/** What becomes of them, once they are loaded: a run, or what that lacks. */
function useNext(): string {
  const problems = useConfig((state) => state.problems)
  const inRun = useSession(isInRun)
  const missing = useSession((session) => {
    const obstacle = obstacleOf(session, problems)
    return obstacle?.kind === 'fix' ? obstacle.what : null
  })
  const text = words.labelling.set
  if (inRun) return text.loadedInRun
  return missing === null ? text.loaded : text.loadedBut(words.obstacle.fix[missing])
}

export function MyPairs() {
  const { labels } = usePlayground()
  const pairs = useLabels((state) => state.pairs)
  const kept = useLabels((state) => state.kept)
  const loaded = useLoaded(pairs)
  const chat = useSession(asksInChat)
  const [adding, setAdding] = useState(false)
  const [error, setError] = useState<ErrorReport | null>(null)
  const agreed = useMemo(() => agreement(pairs), [pairs])
  const next = useNext()
  const locked = useStore(classStore, ({ rules }) => isSectionLocked(rules, 'data'))
  const remarks = [
    ...(locked ? [words.labelling.set.locked] : []),
    ...(loaded ? [next] : []),
    ...remarksOn(pairs, kept),
  ]
  return (
    <section aria-labelledby="my-pairs-title" className={styles.set} data-testid="my-pairs">
      <header className={styles.header}>
        <h2 id="my-pairs-title" className={styles.title}>
          {words.labelling.set.title} <span className={styles.count}>{pairs.length.toLocaleString('en')}</span>
        </h2>
        {agreed && <span className={styles.agreed}>{words.labelling.set.agreement(agreed.agreed, agreed.of)}</span>}
      </header>
      <SetVerbs onAdd={() => setAdding(true)} onError={setError} />
      {error && <ErrorCard error={error} onDismiss={() => setError(null)} />}
      {remarks.map((remark) => (
        <p key={remark} className={styles.remark}>
          {remark}
        </p>
      ))}
      {adding && (
        <PairForm
          texts={{ prompt: '', chosen: '', rejected: '' }}
          verb={words.labelling.pair.add}
          chat={chat}
          onCancel={() => setAdding(false)}
          onSave={(texts) => {
            labels.set.getState().add([{ ...texts, chat, origin: { kind: 'typed' }, edited: false, scores: null }])
            setAdding(false)
          }}
        />
      )}
      {pairs.length === 0 && !adding ? (
        <p className={styles.empty}>{words.labelling.set.empty}</p>
      ) : (
        <PairList pairs={pairs} />
      )}
    </section>
  )
}
