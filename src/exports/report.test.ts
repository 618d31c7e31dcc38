import { expect, it } from 'vitest'
import { takeAway } from '../i18n/en/take-away'
import { metricInfo } from '../protocol/metrics'
import { reportHtml } from './report'
import { recordingOf, runFiles } from './run-files'
import { smallRun } from './run-for-tests'
import { samplesJsonl, samplesMarkdown } from './samples'

const run = smallRun({ objective: { name: 'simpo', beta: 2, gammaBetaRatio: 0.5 } })
const html = reportHtml({
  run,
  words: takeAway.report,
  plots: ['<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  settings: [{ label: 'source <x>', value: '"a" & b', isDefault: false }],
  metric: metricInfo,
  notice: ({ message }) => message,
  deviceName: 'CPU <1>',
  date: (at) => new Date(at).toISOString(),
  number: String,
  link: 'https://example.org/#objective.beta=2&seed=1',
  madeAt: 0,
})

it('the report lets no text of the run become a tag', () => {
  expect(html).not.toContain('<script')
  expect(html).not.toContain('<b>hi</b>')
  expect(html).not.toContain('otter" <1>')
  expect(html).toContain('&#60;script&#62;alert(1)')
  expect(html).toContain('Only &#60;2&#62; pairs')
})

it('the report loads nothing from elsewhere', () => {
  expect(html).toContain("default-src 'none'")
  expect(html.match(/(?:src|href)="[^"]*"/g)).toEqual(['href="https://example.org/#objective.beta=2&#38;seed=1"'])
})

it('the report has formula, figures with units, samples, notices and the way to do it again', () => {
  for (const text of [
    'r<sub>w</sub> − r<sub>l</sub> − 1',
    '<td>reward</td>',
    '<td class="number">0.3</td>',
    'judge 0.25',
    '2 of 2',
    'train --config config.json',
    '@media print',
  ]) {
    expect(html).toContain(text)
  }
})

it('samples stay as they are in Markdown, whatever is in them', () => {
  const text = samplesMarkdown(run.events)
  expect(text).toContain('````\nHi.\n```\n````')
  expect(JSON.parse(samplesJsonl(run.events).trim())).toMatchObject({ step: 2, prompt: 'Say <b>hi</b> & bye' })
})

it('all files of a run are in one list, with a recording that can be shown again', () => {
  const files = runFiles(run, html, [{ title: 'Reward margin', svg: '<svg/>' }])
  expect(Object.keys(files).sort()).toEqual([
    'README.md',
    'config.json',
    'metrics-trl.jsonl',
    'metrics.csv',
    'metrics.jsonl',
    'plots/Reward-margin.svg',
    'ranking.json',
    'recording.json',
    'report.html',
    'samples.jsonl',
    'samples.md',
  ])
  expect(JSON.parse(files['recording.json']!)).toEqual(recordingOf(run))
  expect(JSON.parse(files['config.json']!)).toEqual(run.info.config)
})
