/** @file How far what was measured agrees with the paper: one sentence, then each claim with the figures it rests on. */
import { Check, CircleDashed, Minus, X } from 'lucide-react'
import { Fragment } from 'react'
import { formatFigure } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import type { LessonArm, LessonId } from '../../protocol/lesson'
import { armName } from '../../store/lessons/lesson-control'
import { FIGURES } from './figures'
import type { Outcome } from './findings'
import panel from './lesson-panel.module.css'
import styles from './lesson-verdict.module.css'
import { type Finding, type Ground, type Verdict, verdictOf, verdictsByGroup } from './verdicts'

interface Props {
  lesson: LessonId
  arms: readonly LessonArm[]
}

/** Of the paper's findings alone. */
function sentence({ agreement, findings }: Verdict, paper: string): string {
  const shown = findings.filter(({ outcome }) => outcome === 'shows').length
  if (agreement === 'partly') return words.lessons.partly(paper, shown, findings.length)
  return words.lessons[agreement](paper)
}

const ICONS: Record<Outcome, typeof Check> = { shows: Check, unclear: Minus, not: X, unmeasured: CircleDashed }

export function LessonVerdict({ lesson, arms }: Props) {
  const text = words.lessons.texts[lesson]
  const verdict = verdictOf(lesson, arms)
  const beyond = verdict.findings.filter((finding) => finding.beyond)
  const list = (findings: Finding[]) => (
    <ul className={styles.findings}>
      {findings.map((finding) => (
        <FindingLine
          key={finding.claim}
          finding={finding}
          claim={(text.claims as Record<string, string>)[finding.claim]!}
          whyNot={(text.whyNot as Record<string, string>)[finding.claim]}
        />
      ))}
    </ul>
  )
  return (
    <section className={panel.part} data-testid="lesson-verdict" data-agreement={verdict.agreement}>
      <h3 className={panel.head}>{words.lessons.agreement}</h3>
      {verdictsByGroup(verdict).map((part) => (
        <Fragment key={part.group}>
          {part.group && <h4 className={styles.group}>{words.lessons.groups[part.group]}</h4>}
          <p className={panel.text}>{sentence(part, text.paper)}</p>
          {list(part.findings)}
        </Fragment>
      ))}
      {beyond.length > 0 && <h4 className={styles.group}>{words.lessons.beyond}</h4>}
      {beyond.length > 0 && list(beyond)}
      <p className={panel.soft}>{text.scope}</p>
    </section>
  )
}

interface LineProps {
  finding: Finding
  claim: string
  whyNot: string | undefined
}

function FindingLine({ finding: { outcome, grounds }, claim, whyNot }: LineProps) {
  const Icon = ICONS[outcome]
  return (
    <li className={styles.finding} data-outcome={outcome}>
      <span className={styles.outcome} title={words.lessons.outcomeHelp[outcome]}>
        <Icon size={14} aria-hidden />
        {words.lessons.outcomes[outcome]}
      </span>
      <span>{claim}</span>
      {outcome !== 'unmeasured' && <span className={styles.grounds}>{groundsText(grounds)}</span>}
      {whyNot && (outcome === 'not' || outcome === 'unclear') && <span className={styles.why}>{whyNot}</span>}
    </li>
  )
}

/** All grounds of a finding are of one figure. */
function groundsText(grounds: readonly Ground[]): string {
  const values = grounds.map(({ arm, figure, spread, step }) => {
    const name = step === undefined ? armName(arm) : words.lessons.atStep(armName(arm), step)
    return `${name}: ${formatFigure(spread?.median, FIGURES[figure].style)}`
  })
  const [first] = grounds
  return first ? words.lessons.grounds(words.lessons.figures[first.figure][0], values.join(' · ')) : ''
}
