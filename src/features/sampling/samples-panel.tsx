/** @file The same prompts under base and policy, side by side with their scores, and a prompt of the reader's own. */
import { useRef, useState } from 'react'
import { formatFigure } from '../../components/format'
import { HelpTip } from '../../components/help-tip'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import { ownId } from '../../store/runs/kept-keys'
import type { Session } from '../../store/session-store'
import { OwnPrompt } from './own-prompt'
import { SampleCard } from './sample-card'
import styles from './samples-panel.module.css'

const FIRST = 6

const mean = (scores: (number | null)[]) => {
  const known = scores.filter((score) => score !== null)
  return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length
}

/** Of a run that has none, and will have none. */
function whyNone(session: Session): string | null {
  const told = session.notices.find(({ code }) => code === 'no-samples')
  if (told) return words.told.notice.what(told)
  return session.runState === 'idle' || isUnderWay(session) ? null : words.samples.none
}

export function SamplesPanel() {
  const event = useSession((s) => s.samples)
  const stale = useSession((s) => s.samplesStale)
  const recorded = useSession((s) => s.recorded !== null)
  const own = useSession((s) => (s.recorded && ownId(s.recorded.file) !== null ? s.recorded.name : null))
  const replayOnly = useSession((s) => s.replayOnly)
  const why = useSession(whyNone)
  const [all, setAll] = useState(false)
  const [prompt, setPrompt] = useState('')
  const inputRef = useRef<HTMLTextAreaElement>(null)
  const edit = (text: string) => {
    setPrompt(text)
    inputRef.current?.focus()
  }
  const whenDrawn = (step: number) => {
    if (stale) return words.samples.before
    if (own !== null) return words.library.ownSamples(own)
    return recorded ? words.samples.fromRecording : words.samples.at(step)
  }
  const samples = event?.samples ?? []
  const base = mean(samples.map((sample) => sample.base.score))
  const policy = mean(samples.map((sample) => sample.policy.score))
  return (
    <section className={styles.panel} aria-labelledby="samples-title">
      <header className={styles.header}>
        <h2 id="samples-title" className={styles.title}>
          {words.samples.title}
        </h2>
        {event && (
          <span className={styles.when} data-testid="samples-step">
            {whenDrawn(event.step)}
          </span>
        )}
      </header>
      {event && (
        <p className={styles.legend}>
          <span>
            <mark className={styles.mark}>{words.samples.legend}</mark>
          </span>
          {base !== null && policy !== null && (
            <HelpTip text={words.samples.judge}>
              {`${words.samples.score(formatFigure(base))} → ${formatFigure(policy)}`}
            </HelpTip>
          )}
        </p>
      )}
      <div className={styles.list} data-faint={recorded || stale || undefined}>
        {samples.length === 0 && <p className={styles.empty}>{why ?? words.samples.waiting}</p>}
        {samples.slice(0, all ? samples.length : FIRST).map((sample) => (
          <SampleCard key={sample.prompt} {...sample} onEdit={replayOnly ? undefined : () => edit(sample.prompt)} />
        ))}
        {samples.length > FIRST && (
          <LinkButton className={styles.more} onClick={() => setAll(!all)}>
            {all ? words.samples.fewer : words.samples.all(samples.length)}
          </LinkButton>
        )}
      </div>
      {!replayOnly && <OwnPrompt prompt={prompt} onChange={setPrompt} inputRef={inputRef} />}
    </section>
  )
}
