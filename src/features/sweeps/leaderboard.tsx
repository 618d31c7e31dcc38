/** @file Settings, best first, with the spread over their seeds; what the two graphics show, as a table. */
import { Fragment, useState } from 'react'
import { formatSetting } from '../../components/format'
import { HelpTip } from '../../components/help-tip'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { SEED } from '../../protocol/sweep'
import type { KeptSweep } from '../../protocol/sweep-kept'
import type { MetricKey } from '../../protocol/sweep-metrics'
import { figureOf, type Setting, secondarySpread } from '../../protocol/sweep-ranking'
import type { Trial } from '../../protocol/sweep-trials'
import { useLibrary, usePlayground, useSession, useSweeps } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import { figureText, metricHelp } from '../../store/runs/run-metrics'
import { settingsOf } from '../../store/sweeps/sweep-control'
import styles from './leaderboard.module.css'
import { evaluationText, fieldName, metricName, settingsText } from './names'

interface Props {
  sweep: KeptSweep
  settings: readonly Setting[]
  pointed: readonly number[]
  onPoint: (indices: readonly number[]) => void
  onShow: (index: number) => void
}

/** Beside whatever the runs are ranked by: how far from the base, and how well the pairs are told apart. */
const BESIDE: MetricKey[] = ['eval_kl/chosen', 'eval_rewards/accuracies']

/** More fields than these leave no room for long verbs. */
const MANY = 2

export function Leaderboard(props: Props) {
  const { sweep, settings, onPoint } = props
  const { metric } = sweep.sweep
  const { board } = words.sweeps
  const [unfolded, setUnfolded] = useState<number | null>(null)
  const paths = sweep.sweep.fields.flatMap(({ path }) => (path === SEED ? [] : [path]))
  const beside = BESIDE.filter((key) => key !== metric.key)
  return (
    <div className={styles.box}>
      <table className={styles.table} data-many={paths.length > MANY || undefined}>
        <caption className={styles.caption}>
          <span className={styles.captionText}>
            <strong>{board.title}</strong> {board.medians(metricName(metric.key), evaluationText(metric))}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{board.rank}</th>
            <th scope="col" title={metricHelp(metric.key)}>
              {metricName(metric.key)}
            </th>
            <th scope="col" className={styles.spreadHead}>
              {board.spread}
            </th>
            <th scope="col">
              <HelpTip text={board.nHelp}>{board.n}</HelpTip>
            </th>
            {paths.map((path) => (
              <th key={path} scope="col" title={path}>
                {fieldName(path)}
              </th>
            ))}
            {beside.map((key) => (
              <th key={key} scope="col" title={metricHelp(key)}>
                {metricName(key)}
              </th>
            ))}
            <th scope="col" className={styles.word}>
              {board.state}
            </th>
            <th scope="col">
              <span className={styles.hidden}>{board.verbs}</span>
            </th>
          </tr>
        </thead>
        {/* Left as a whole, so that the plot does not blink between two rows. */}
        <tbody onPointerLeave={() => onPoint([])}>
          {settings.map((setting) => (
            <Fragment key={setting.key}>
              <SettingRow
                {...props}
                setting={setting}
                paths={paths}
                beside={beside}
                unfolded={unfolded === setting.key}
                onUnfold={() => setUnfolded(unfolded === setting.key ? null : setting.key)}
              />
              {unfolded === setting.key && (
                <tr>
                  <td colSpan={paths.length + beside.length + 6} className={styles.runs}>
                    <Seeds {...props} setting={setting} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps extends Props {
  setting: Setting
  paths: string[]
  beside: MetricKey[]
  unfolded: boolean
  onUnfold: () => void
}

function SettingRow({ sweep, setting, paths, beside, unfolded, pointed, onPoint, onShow, onUnfold }: RowProps) {
  const { config, session } = usePlayground()
  const { board } = words.sweeps
  const { metric } = sweep.sweep
  const { trials, spread, rank, values } = setting
  const [used, setUsed] = useState(false)
  const indices = trials.map(({ index }) => index)
  const use = () => {
    const form = config.getState().config
    const swept = sweep.sweep.fields.some(({ path }) => path === SEED)
    const taken = settingsOf(trials[0]!.config, form, session.getState())
    config.getState().load(swept ? { ...taken, seed: form.seed } : taken)
    setUsed(true)
  }
  const all = trials.length
  const besideText = (key: MetricKey) => {
    const of = secondarySpread(setting, sweep.results, key)
    return of || setting.ended > 0 ? figureText(key, of?.median ?? null) : '–'
  }
  return (
    <tr
      data-pointed={indices.some((index) => pointed.includes(index)) || undefined}
      onPointerEnter={() => onPoint(indices)}
    >
      <th scope="row">{rank ?? '–'}</th>
      <td className={styles.figure}>{spread ? figureText(metric.key, spread.median) : '–'}</td>
      <td className={styles.spread}>
        {spread && spread.n > 1 && board.range(figureText(metric.key, spread.min), figureText(metric.key, spread.max))}
      </td>
      <td>
        {all > 1 ? (
          <LinkButton
            aria-expanded={unfolded}
            aria-label={`${board.seeds(settingsText(values))}: ${board.of(spread?.n ?? 0, all)}`}
            onClick={onUnfold}
          >
            {spread?.n ?? 0}
          </LinkButton>
        ) : (
          (spread?.n ?? 0)
        )}
      </td>
      {paths.map((path) => (
        <td key={path}>{formatSetting(values[path]!)}</td>
      ))}
      {beside.map((key) => (
        <td key={key}>{besideText(key)}</td>
      ))}
      <td className={styles.word}>
        <StateOf sweep={sweep} setting={setting} />
      </td>
      <td className={styles.verbs}>
        <ShowButton sweep={sweep} trial={middleOf(setting, sweep)} onShow={onShow} />
        <LinkButton aria-label={`${board.use}: ${settingsText(values)}`} title={board.use} onClick={use}>
          <span className={styles.long}>{used ? board.used : board.use}</span>
          <span className={styles.short}>{board.useShort}</span>
        </LinkButton>
      </td>
    </tr>
  )
}

/** Of several runs with the same settings the one nearest to their median. */
function middleOf({ trials, spread }: Setting, { results, sweep }: KeptSweep): Trial {
  if (!spread) return trials.find(({ index }) => index in results) ?? trials[0]!
  const distance = ({ index }: Trial) => {
    const figure = figureOf(results[index], sweep.metric)
    return figure === null ? Number.POSITIVE_INFINITY : Math.abs(figure - spread.median)
  }
  return trials.reduce((best, trial) => (distance(trial) < distance(best) ? trial : best))
}

function StateOf({ sweep, setting: { trials, ended, failed } }: { sweep: KeptSweep; setting: Setting }) {
  const { board } = words.sweeps
  const running = useSweeps(({ active }) => (active?.id === sweep.id ? active.trial : null))
  const all = trials.length
  const isRunning = trials.some(({ index }) => index === running)
  if (failed > 0) {
    const messages = trials.flatMap(({ index }) => sweep.results[index]?.message ?? [])
    return (
      <span className={styles.failed} title={messages.join('\n')}>
        {failed === all ? board.allFailed : board.someFailed(failed, all)}
      </span>
    )
  }
  if (isRunning) return board.states.running
  if (ended === 0) return board.states.waiting
  if (ended < all) return board.partly(ended, all)
  return trials.every(({ index }) => sweep.results[index]?.state === 'stopped')
    ? board.states.stopped
    : board.states.completed
}

function Seeds({ sweep, setting, onPoint, onShow }: Props & { setting: Setting }) {
  const { board } = words.sweeps
  const { metric } = sweep.sweep
  const running = useSweeps(({ active }) => (active?.id === sweep.id ? active.trial : null))
  return (
    <ul className={styles.seeds} aria-label={board.seeds(settingsText(setting.values))}>
      {setting.trials.map((trial) => {
        const result = sweep.results[trial.index]
        const state = result?.state ?? (running === trial.index ? 'running' : 'waiting')
        const figure = figureOf(result, metric)
        return (
          <li key={trial.index} onPointerEnter={() => onPoint([trial.index])}>
            <span>{board.seed(trial.config.seed)}</span>
            <span title={result?.message ?? undefined}>
              {figure === null ? board.states[state] : figureText(metric.key, figure)}
            </span>
            <ShowButton sweep={sweep} trial={trial} onShow={onShow} />
          </li>
        )
      })}
    </ul>
  )
}

function ShowButton({ sweep, trial, onShow }: { sweep: KeptSweep; trial: Trial; onShow: Props['onShow'] }) {
  const { board, underWay } = words.sweeps
  const busy = useSession(isUnderWay)
  const id = sweep.runs[trial.index]
  const run = useLibrary(({ runs }) => runs.find((info) => info.id === id))
  if (!(trial.index in sweep.results)) return null
  return (
    <LinkButton
      disabled={busy || !run}
      title={!run ? board.gone : busy ? underWay : board.showRun(run.name)}
      aria-label={run ? `${board.show}: ${run.name}` : board.gone}
      onClick={() => onShow(trial.index)}
    >
      {board.show}
    </LinkButton>
  )
}
