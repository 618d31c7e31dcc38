/** @file A run as one page to print: plots, figures, settings and samples, complete in one file. */
import type { KeptRun } from '../protocol/kept-run'
import type { MetricInfo, MetricKey } from '../protocol/metrics'
import type { NoticeEvent, Sample, TrainEvent } from '../protocol/train-events'
import { formulaLines } from './config-line'
import { escapeHtml } from './escape-html'
import { keysOf } from './metrics'
import { REPORT_CSS } from './report-css'
import type { ReportWords } from './report-words'
import { lastSamples } from './samples'

export interface ReportInput {
  run: KeptRun
  words: ReportWords
  /** Drawn as SVG. */
  plots: readonly string[]
  settings: readonly { label: string; value: string; isDefault: boolean }[]
  metric: (key: MetricKey) => MetricInfo
  notice: (notice: NoticeEvent) => string
  deviceName: string
  /** As this page writes dates. */
  date: (milliseconds: number) => string
  number: (value: number) => string
  /** Address of the page with this run's settings. */
  link: string
  madeAt: number
}

/** Prompts on the page; all of them are in the other files. */
const SHOWN_SAMPLES = 12

export function reportHtml(input: ReportInput): string {
  const { run, words, link } = input
  const { name, config } = run.info
  const formula = formulaLines(config.objective).map((line) => `<p class="formula">${lowered(escapeHtml(line))}</p>`)
  const address = /^https?:/.test(link) ? `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>` : escapeHtml(link)
  return `<!doctype html>
<html lang="${escapeHtml(words.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`${name} · ${words.heading}`)}</title>
<style>${REPORT_CSS}</style>
</head>
<body>
<header>
<h1>${escapeHtml(name)}</h1>
${facts(input)}
</header>
<section><h2>${escapeHtml(words.objective)}</h2>
${formula.join('\n')}
<p class="note">${escapeHtml(words.formulaNote)}</p></section>
<section><h2>${escapeHtml(words.main)}</h2>
${figures(input)}</section>
${notices(input)}
<section class="plots"><h2>${escapeHtml(words.plots)}</h2>
${input.plots.map((svg) => `<figure>${svg}</figure>`).join('\n')}</section>
<section><h2>${escapeHtml(words.samples)}</h2>
${samples(input)}</section>
<section><h2>${escapeHtml(words.settings)}</h2>
${settings(input)}</section>
<section><h2>${escapeHtml(words.reproduce)}</h2>
<p>${escapeHtml(words.link)}</p><p class="code">${address}</p>
<p>${escapeHtml(words.command)}</p><p class="code">npm run -s cli -- train --config config.json --out run</p>
<p class="note">${escapeHtml(words.sameSeed)}</p></section>
</body>
</html>
`
}

/** `r_w`, with its index below the line. */
const lowered = (formula: string): string => formula.replace(/_(\w+)/g, '<sub>$1</sub>')

function facts({ run, words, deviceName, date, madeAt }: ReportInput): string {
  const { startedAt, step, totalSteps, state } = run.info
  const rows = [
    [words.began, startedAt > 0 ? date(startedAt) : words.unknownDate],
    [words.device, deviceName],
    [words.steps, words.ofSteps(step, totalSteps)],
    [words.state, words.states[state]],
  ]
  const cells = rows.map(([name, value]) => `<div><dt>${escapeHtml(name!)}</dt><dd>${escapeHtml(value!)}</dd></div>`)
  return `<dl class="facts">${cells.join('')}</dl>\n<p class="note">${escapeHtml(words.made(date(madeAt)))}</p>`
}

/** First and last value that there is. */
export function endsOf(events: readonly TrainEvent[], key: MetricKey): { first: number; last: number } | null {
  const values = events.flatMap((event) => {
    if (event.type !== 'step' && event.type !== 'eval') return []
    const metrics: Partial<Record<MetricKey, number | null>> = event.metrics
    const value = metrics[key]
    return typeof value === 'number' && Number.isFinite(value) ? [value] : []
  })
  const [first, last] = [values[0], values.at(-1)]
  return first === undefined || last === undefined ? null : { first, last }
}

/** Held-out figures say what a run came to; training's own stand in where nothing was held out. */
function mainKeys(events: readonly TrainEvent[]): MetricKey[] {
  const keys = keysOf(events)
  const held = keys.filter((key) => key.startsWith('eval_'))
  return held.length > 0 ? held : keys
}

function figures({ run, words, metric, number }: ReportInput): string {
  const { columns } = words
  const rows = mainKeys(run.events).flatMap((key) => {
    const ends = endsOf(run.events, key)
    if (!ends) return []
    const { label, unit, meaning } = metric(key)
    return [
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="number">${escapeHtml(number(ends.first))}</td><td class="number">${escapeHtml(number(ends.last))}</td><td>${escapeHtml(unit)}</td><td class="meaning">${escapeHtml(meaning)}</td></tr>`,
    ]
  })
  const head = [columns.figure, columns.first, columns.last, columns.unit, columns.meaning]
  return table(head, rows)
}

const table = (head: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${head.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr></thead>\n<tbody>${rows.join('\n')}</tbody></table>`

function notices({ run, words, notice }: ReportInput): string {
  const told = run.events.filter((event) => event.type === 'notice').map((event) => notice(event))
  const failure = run.events.find((event) => event.type === 'finished')?.message
  const lines = [...new Set([...told, ...(failure ? [failure] : [])])]
  if (lines.length === 0) return ''
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`)
  return `<section><h2>${escapeHtml(words.notices)}</h2>\n<ul>${items.join('')}</ul></section>`
}

function samples({ run, words }: ReportInput): string {
  const last = lastSamples(run.events)
  if (!last) return `<p>${escapeHtml(words.noSamples)}</p>`
  const cell = (sample: Sample) => {
    const score = sample.score === null ? null : sample.score.toFixed(2)
    const about = words.sampleFacts(sample.tokens, sample.ended, score)
    return `<td><p class="text">${escapeHtml(sample.text)}</p><p class="note">${escapeHtml(about)}</p></td>`
  }
  const shown = last.samples.slice(0, SHOWN_SAMPLES)
  const rows = shown.map(
    ({ prompt, base, policy }) =>
      `<tr><td><p class="text">${escapeHtml(prompt)}</p></td>${cell(base)}${cell(policy)}</tr>`,
  )
  const { prompt, base, policy } = words.sampleColumns
  const left = last.samples.length - shown.length
  const more = left > 0 ? `<p class="note">${escapeHtml(words.moreSamples(left))}</p>` : ''
  return `<p class="note">${escapeHtml(words.samplesAfter(last.step))}</p>\n<div class="samples">${table([prompt, base, policy], rows)}</div>${more}`
}

function settings({ settings: list, words }: ReportInput): string {
  const rows = list.map(({ label, value, isDefault }) => {
    const note = isDefault ? ` <span class="note">(${escapeHtml(words.isDefault)})</span>` : ''
    return `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value)}${note}</td></tr>`
  })
  return `<div class="settings">${table([words.settingColumns.setting, words.settingColumns.value], rows)}</div>`
}
