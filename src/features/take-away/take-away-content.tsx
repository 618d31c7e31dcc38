/** @file The ways to take a run along: its figures and texts, a report, its weights, and a folder for TRL. */
import { type ReactNode, useState } from 'react'
import { saveFile } from '../../client/save-file'
import { ErrorCard } from '../../components/error-card'
import { LinkButton } from '../../components/link-button'
import { configLine } from '../../exports/config-line'
import { fileName } from '../../exports/file-name'
import { metricsCsv, metricsJsonl } from '../../exports/metrics'
import { configJson, rankingJson, rankingOf } from '../../exports/run-files'
import { samplesJsonl, samplesMarkdown } from '../../exports/samples'
import { trlLog } from '../../exports/trl-log'
import { words } from '../../i18n/words'
import { type ErrorReport, toReport } from '../../protocol/errors'
import type { KeptRun } from '../../protocol/kept-run'
import { parseRunConfig } from '../../protocol/parse-run-config'
import { usePlayground, useSession } from '../../store/playground'
import { isTuned } from '../../store/readiness'
import { reportOf, zipOf } from './make-report'
import styles from './take-away.module.css'
import { TrlExport } from './trl-export'

export default function TakeAwayContent({ model }: { model: ReactNode }) {
  const { library } = usePlayground()
  const shown = useSession((s) => s.recorded?.file ?? s.runConfig)
  // A run under way is taken as it is when a verb is pressed; what is offered depends on whether it ended.
  const ended = useSession((s) => s.finished !== null)
  const tuned = useSession(isTuned)
  const text = words.takeAway
  const current = shown === null && !ended ? null : library.current()
  const run = current && complete(current)
  return (
    <div className={styles.sheet}>
      {run ? <RunVerbs key={run.info.id} run={run} /> : <p>{text.nothing}</p>}
      <section>
        <h3 className={styles.heading}>{text.model.heading}</h3>
        <p className={styles.help}>{tuned ? text.model.help : text.model.none}</p>
        {model}
      </section>
      <TrlExport />
    </div>
  )
}

/** A recording of an older version may lack settings that came later: they have their defaults. */
const complete = ({ info, events }: KeptRun): KeptRun => ({
  info: { ...info, config: parseRunConfig(info.config) },
  events,
})

function RunVerbs({ run: opened }: { run: KeptRun }) {
  const { library, session } = usePlayground()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ErrorReport | null>(null)
  const text = words.takeAway
  /** As it is now. */
  const current = () => complete(library.current() ?? opened)
  const name = fileName(opened.info.name)
  const save = (ending: string, kind: string, content: string) =>
    saveFile(`${name}-${ending}`, new Blob([content], { type: kind }))
  const builtIn = () => session.getState().sets.map(({ id }) => id)

  async function making(work: () => Promise<void>, tab?: Window | null): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (fault) {
      tab?.close()
      setError(toReport(fault))
    } finally {
      setBusy(false)
    }
  }

  /** The tab is opened by the click itself: one that comes later is blocked. */
  const openReport = () => {
    const tab = window.open('', '_blank')
    return making(async () => {
      const page = new Blob([reportOf(current(), builtIn())], { type: 'text/html' })
      if (!tab) return saveFile(`${name}-report.html`, page)
      tab.location.href = URL.createObjectURL(page)
    }, tab)
  }
  const saveZip = () => making(async () => saveFile(`${name}.zip`, await zipOf(current(), name, builtIn())))

  const ranking = rankingOf(opened)
  return (
    <>
      <section>
        <p className={styles.run}>{words.told.recording.name(opened.info.name)}</p>
        <p lang="en" className={styles.help}>
          {configLine(opened.info.config)}
        </p>
        <h3 className={styles.heading}>{text.whole.heading}</h3>
        <Way label={text.whole.report} help={text.whole.reportHelp} disabled={busy} onTake={() => void openReport()} />
        <Way label={text.whole.zip} help={text.whole.zipHelp} disabled={busy} onTake={() => void saveZip()} />
        {error && <ErrorCard error={error} onDismiss={() => setError(null)} />}
      </section>
      <section>
        <h3 className={styles.heading}>{text.figures.heading}</h3>
        <Way
          label={text.figures.csv}
          help={text.figures.csvHelp}
          onTake={() => save('metrics.csv', 'text/csv', metricsCsv(current().events))}
        />
        <Way
          label={text.figures.jsonl}
          help={text.figures.jsonlHelp}
          onTake={() => save('metrics.jsonl', 'application/jsonl', metricsJsonl(current().events))}
        />
        <Way
          label={text.figures.trlLog}
          help={text.figures.trlLogHelp}
          onTake={() => save('metrics-trl.jsonl', 'application/jsonl', trlLog(current().events, opened.info.config))}
        />
        <Way
          label={text.figures.samples}
          help={text.figures.samplesHelp}
          onTake={() => save('samples.jsonl', 'application/jsonl', samplesJsonl(current().events))}
        />
        <Way
          label={text.figures.samplesText}
          help={text.figures.samplesTextHelp}
          onTake={() => save('samples.md', 'text/markdown', samplesMarkdown(current().events))}
        />
        <Way
          label={text.figures.ranking}
          help={text.figures.rankingHelp}
          disabled={ranking === null}
          onTake={() => ranking && save('ranking.json', 'application/json', rankingJson(ranking))}
        />
        <Way
          label={text.figures.config}
          help={text.figures.configHelp}
          onTake={() => save('config.json', 'application/json', configJson(opened))}
        />
        <p className={styles.help}>{text.trl.plots}</p>
      </section>
    </>
  )
}

interface WayProps {
  label: string
  help: string
  disabled?: boolean
  onTake: () => void
}

function Way({ label, help, disabled, onTake }: WayProps) {
  return (
    <div className={styles.way}>
      <LinkButton disabled={disabled} onClick={onTake}>
        {label}
      </LinkButton>
      <span className={styles.help}>{help}</span>
    </div>
  )
}
