/** @file Below the verbs, in room that is always there: what went wrong, what hinders a verdict, or what the last one was. */
import { ErrorCard } from '../../components/error-card'
import { formatFigure, formatSetting } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { isUndrawable } from '../../store/labels/label-control-proposals'
import { flawOfProposal, isEdited, type Judged } from '../../store/labels/label-proposal'
import { useConfig, usePlayground, useProposals, useSession } from '../../store/playground'
import styles from './remark.module.css'

/** Warm enough for two texts to differ, and at most this. */
const WARM = { least: 0.8, step: 0.2, most: 1.4 }

export function Remark() {
  const current = useProposals((state) => state.current)
  const failed = useProposals((state) => state.failed)
  const last = useProposals((state) => state.judged.at(-1))
  const undrawable = useConfig(isUndrawable)
  const flaw = current && flawOfProposal(current)
  return (
    <div className={styles.place}>
      {undrawable ? (
        <p className={styles.line}>{words.obstacle.fix.settings}</p>
      ) : failed ? (
        <Failure />
      ) : flaw ? (
        <Flaw flaw={flaw} />
      ) : (
        last && <Verdict judged={last} />
      )}
    </div>
  )
}

function Failure() {
  const { control } = usePlayground()
  const errors = useSession((s) => s.errors)
  const again = useProposals((state) => state.again)
  return (
    <>
      {errors
        .filter((shown) => shown.during === 'propose')
        .map((shown) => (
          <ErrorCard key={shown.id} error={shown.error} onDismiss={() => control.dismissError(shown.id)} />
        ))}
      <LinkButton onClick={again}>{words.labelling.again}</LinkButton>
    </>
  )
}

function Flaw({ flaw }: { flaw: keyof typeof words.labelling.flaw }) {
  const temperature = useConfig((state) => state.config.generation.temperature)
  const set = useConfig((state) => state.set)
  const again = useProposals((state) => state.again)
  const warmer = Math.round(Math.max(WARM.least, temperature + WARM.step) * 100) / 100
  return (
    <p className={styles.line}>
      <span>{words.labelling.flaw[flaw]}</span>
      <LinkButton onClick={again}>{words.labelling.again}</LinkButton>
      {flaw === 'equal' && warmer <= WARM.most && (
        <LinkButton
          onClick={() => {
            set('generation.temperature', warmer)
            again()
          }}
        >
          {words.labelling.warmer(formatSetting(warmer))}
        </LinkButton>
      )}
    </p>
  )
}

function Verdict({ judged: { proposal, picked } }: { judged: Judged }) {
  const { verdict, side } = words.labelling
  const [a, b] = proposal.samples.map(({ score }) => score)
  const known = a !== null && a !== undefined && b !== null && b !== undefined && !isEdited(proposal)
  const opinion = () => {
    if (!known || picked === null) return ''
    if (a === b) return verdict.even
    return (a > b ? 0 : 1) === picked ? verdict.agrees : verdict.differs
  }
  return (
    <p className={styles.line} data-testid="label-verdict">
      <span>{picked === null ? verdict.none : verdict.picked(side[picked]!)}</span>
      {known && (
        <span className={styles.judge}>
          {verdict.scores(formatFigure(a), formatFigure(b))} {opinion()}
        </span>
      )}
    </p>
  )
}
