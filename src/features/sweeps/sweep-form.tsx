/** @file What a sweep is made of: fields, search, what counts as best, budget; what it will take; and its file. */
import { useMemo } from 'react'
import { ErrorCard } from '../../components/error-card'
import { formatCount } from '../../components/format'
import { NumberField } from '../../components/number-field'
import { Segmented } from '../../components/segmented'
import { words } from '../../i18n/words'
import { sizeOf } from '../../protocol/sweep-trials'
import { useConfig, usePlayground, useSession, useSweeps } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import {
  asRange,
  isJudged,
  type Plan,
  planOf,
  type SweepDraft,
  suggestDraft,
  suggestField,
} from '../../store/sweeps/sweep-draft'
import { AddField } from './add-field'
import { paceOf, secondsFor } from './estimate'
import { FieldRow } from './field-row'
import { MetricChoice } from './metric-choice'
import { roughTime, sweepName } from './names'
import { SweepFiles } from './sweep-files'
import styles from './sweep-form.module.css'

/** Runs of a random search, at first. */
const SEARCH = 12

export function SweepForm() {
  const { sweeps: control } = usePlayground()
  const config = useConfig((state) => state.config)
  const judged = useSession((session) => isJudged(session, config))
  const replayOnly = useSession((s) => s.replayOnly)
  const edited = useSweeps((state) => state.draft)
  const draft = useMemo(() => edited ?? suggestDraft(config, judged), [edited, config, judged])
  const plan = useMemo(() => planOf(draft, config), [draft, config])
  const { sweeps } = words
  const edit = (change: Partial<SweepDraft>) => control.edit({ ...draft, ...change })
  const budget = (change: Partial<SweepDraft['budget']>) => edit({ budget: { ...draft.budget, ...change } })
  const { fields, method } = draft
  const chooseMethod = (next: SweepDraft['method']) =>
    next === 'grid'
      ? edit({ method: next, budget: { ...draft.budget, runs: null } })
      : edit({ method: next, fields: fields.map(asRange), budget: { ...draft.budget, runs: SEARCH } })
  return (
    // Where none can be started there is nothing to fill in; the view says why.
    <fieldset className={styles.form} disabled={replayOnly}>
      <p className={styles.lead}>
        {sweeps.lead} {sweeps.dataStay}
      </p>
      <ul className={styles.fields} aria-label={sweeps.fields}>
        {fields.map((field, at) => (
          <FieldRow
            key={field.path}
            field={field}
            grid={method === 'grid'}
            onChange={(changed) => edit({ fields: fields.with(at, changed) })}
            onRemove={() => edit({ fields: fields.filter((_, i) => i !== at) })}
          />
        ))}
      </ul>
      <div className={styles.add}>
        <AddField
          config={config}
          taken={fields.map(({ path }) => path)}
          onAdd={(path) => edit({ fields: [...fields, suggestField(path, config)] })}
        />
      </div>
      <div className={styles.line}>
        <span className={styles.label}>{sweeps.method}</span>
        <div className={styles.method}>
          <Segmented label={sweeps.method} value={method} options={sweeps.methods} onChange={chooseMethod} />
        </div>
        <span className={styles.note}>{method === 'grid' ? sweeps.gridNote : sweeps.randomNote}</span>
      </div>
      <div className={styles.line}>
        <span className={styles.label}>{sweeps.metric}</span>
        <MetricChoice metric={draft.metric} onChange={(metric) => edit({ metric })} />
      </div>
      <div className={styles.line}>
        <span className={styles.label}>{sweeps.budget}</span>
        <div className={styles.budget}>
          <Amount
            name={sweeps.budgetRuns}
            none={sweeps.all}
            value={draft.budget.runs}
            onChange={(runs) => budget({ runs })}
          />
          <Amount
            name={sweeps.budgetMinutes}
            none={sweeps.noLimit}
            value={draft.budget.minutes}
            onChange={(minutes) => budget({ minutes })}
          />
          <Amount
            name={sweeps.budgetSteps}
            none={sweeps.asForm}
            value={draft.budget.steps}
            onChange={(steps) => budget({ steps })}
          />
        </div>
      </div>
      {plan.problem && <Problem plan={plan} draft={draft} />}
      <StartLine draft={draft} plan={plan} />
    </fieldset>
  )
}

interface AmountProps {
  name: string
  /** Shown while there is no limit. */
  none: string
  value: number | null
  onChange: (value: number | null) => void
}

function Amount({ name, none, value, onChange }: AmountProps) {
  return (
    <span className={styles.amount}>
      <NumberField
        label={name}
        value={value}
        optional
        placeholder={none}
        problem={value !== null && !(value > 0) ? '' : undefined}
        onChange={onChange}
      />
      <span className={styles.note}>{name}</span>
    </span>
  )
}

function Problem({ plan, draft }: { plan: Plan; draft: SweepDraft }) {
  if (!plan.problem) return null
  const broken = draft.fields.some(({ values }) => values?.length === 0 || values?.some(Number.isNaN))
  // Half a number is no fault yet: its field is marked, and this says what is expected there.
  const hint = draft.fields.length === 0 ? words.sweeps.noFields : broken ? words.sweeps.valuesHint : null
  return hint === null ? <ErrorCard error={plan.problem} /> : <p className={styles.hint}>{hint}</p>
}

function StartLine({ draft, plan }: { draft: SweepDraft; plan: Plan }) {
  const { sweeps: control } = usePlayground()
  const underWay = useSession(isUnderWay)
  const mend = useConfig((state) => Object.keys(state.problems).length > 0)
  const pairs = useSession((s) => s.fit?.pairs ?? null)
  const kept = useSweeps((state) => state.sweeps)
  const { sweeps } = words
  const obstacle = underWay ? sweeps.underWay : mend ? sweeps.mendForm : null
  const say = () => {
    if (plan.problem) return ''
    const { trials, sweep } = plan
    const pace = paceOf(control.pace(), kept)
    const seconds = pace === null || pairs === null ? null : secondsFor(trials, pairs, pace)
    const size = sizeOf({ ...sweep, budget: { ...sweep.budget, runs: null } })
    const parts = [
      seconds === null ? sweeps.unknownPace(trials.length) : sweeps.estimate(trials.length, roughTime(seconds)),
    ]
    if (sweep.method === 'grid' && size > trials.length) parts.push(sweeps.ofGrid(trials.length, size))
    if (sweep.budget.minutes !== null) parts.push(sweeps.cutBy(formatCount(sweep.budget.minutes)))
    return parts.join(' ')
  }
  return (
    <div className={styles.start}>
      <button
        type="button"
        className={styles.button}
        disabled={plan.problem !== null || obstacle !== null}
        onClick={() => control.start({ ...draft, name: sweepName(draft) })}
      >
        {sweeps.start}
      </button>
      <p className={styles.estimate}>{obstacle ?? say()}</p>
      <SweepFiles draft={draft} plan={plan} />
    </div>
  )
}
