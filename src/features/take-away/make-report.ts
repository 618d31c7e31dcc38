/** @file The report of a run, and everything of it as one zip, in the language of the page. */
import { strToU8, zip } from 'fflate'
import { captionOf } from '../../components/plot/export-plot'
import { plotSvg } from '../../components/plot/export-svg'
import { formatFigure } from '../../components/plot/number-format'
import { reportHtml } from '../../exports/report'
import { runFiles } from '../../exports/run-files'
import { words } from '../../i18n/words'
import type { KeptRun } from '../../protocol/kept-run'
import { EMPTY_LINK, type LinkState } from '../../protocol/link'
import { objectiveOptions } from '../../protocol/objectives'
import { type RunConfig, runConfig } from '../../protocol/run-config'
import { describeConfig } from '../../store/runs/describe-difference'
import { addressOf, BUNDLED } from '../../store/sharing/link'
import { runPlots } from './run-plots'

interface Picture {
  title: string
  svg: string
}

/** All plots of the run that have values, each to stand by itself. */
function picturesOf(run: KeptRun): Picture[] {
  const caption = captionOf(run)
  return runPlots(run).map((plot) => ({ title: plot.title, svg: plotSvg({ ...plot, caption }) }))
}

/** Two beside each other on a sheet of paper; which run it is, the report says once. */
const smallPlots = (run: KeptRun): string[] => runPlots(run).map((plot) => plotSvg(plot, { width: 440, height: 190 }))

/** Settings as the list of runs names them, each beside whether it is what nobody would have to set. */
function settingsOf(config: RunConfig): { label: string; value: string; isDefault: boolean }[] {
  const untouched = runConfig.parse({ objective: objectiveOptions.parse({ name: config.objective.name }) })
  const usual = new Map(describeConfig(untouched).map(({ label, value }) => [label, value]))
  return describeConfig(config).map((each) => ({ ...each, isDefault: usual.get(each.label) === each.value }))
}

/** The page with this run's settings; data and models of one's own are in no link. */
function linkTo(config: RunConfig, builtIn: readonly string[]): string {
  const sets = config.sources.filter((source) => builtIn.includes(source))
  const hub = /^[\w.-]+\/[\w.-]+@[0-9a-f]{7,}$/.test(config.model) ? config.model : null
  // Where nothing is loaded it is not known which sets are built in.
  const ownData = builtIn.length > 0 && sets.length < config.sources.length
  const ownModel = (hub === null && config.model !== BUNDLED) || config.adapter !== null
  const own: LinkState['own'] = [...(ownData ? ['data' as const] : []), ...(ownModel ? ['model' as const] : [])]
  return addressOf({ ...EMPTY_LINK, config, sets, model: hub, own })
}

export function reportOf(run: KeptRun, builtIn: readonly string[]): string {
  const { told, takeAway } = words
  const dates = new Intl.DateTimeFormat(takeAway.report.language, { dateStyle: 'long', timeStyle: 'short' })
  return reportHtml({
    run,
    words: takeAway.report,
    plots: smallPlots(run),
    settings: settingsOf(run.info.config),
    metric: (key) => ({
      label: told.metric.label(key),
      unit: told.metric.unit(key),
      meaning: told.metric.meaning(key),
    }),
    notice: (notice) => told.notice.what(notice),
    deviceName: told.device.name(run.info.device),
    date: (at) => dates.format(at),
    number: formatFigure,
    link: linkTo(run.info.config, builtIn),
    madeAt: Date.now(),
  })
}

/** In a folder of the zip's own, so that unpacking does not scatter files. */
export async function zipOf(run: KeptRun, name: string, builtIn: readonly string[]): Promise<Blob> {
  const files = runFiles(run, reportOf(run, builtIn), picturesOf(run))
  const packed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, strToU8(text)]))
  return new Promise((resolve, reject) => {
    zip(packed, (error, bytes) =>
      error ? reject(error) : resolve(new Blob([bytes as BlobPart], { type: 'application/zip' })),
    )
  })
}
