/** @file `inspect`: what a file of pairs, or a data set of the Hub, holds, and which rows cannot be used. */
import type { ColumnMapping, DatasetReport } from '../../protocol/dataset-report'
import { AppError } from '../../protocol/errors'
import { HUB_OPTIONS, hubAccess, readArguments } from '../arguments'
import { loadData } from '../load-data'

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { ...HUB_OPTIONS, map: { type: 'string' } })
  if (positionals.length === 0)
    throw new AppError('cli/usage', 'No file was named.', 'Give inspect one file or several, or owner/name of the Hub.')
  const options = { mapping: readMapping(values.map), hub: hubAccess(values) }
  const { report, pairs } = await loadData(positionals, options)
  if (!report) throw new AppError('cli/usage', `${positionals[0]} is a built-in set.`, 'inspect reads files.')
  if (values.json) console.log(JSON.stringify(asJson(report, pairs.length)))
  else console.log(asText(report))
}

/** `prompt=q,chosen=a,rejected=b`; without a prompt the pairs have an implicit one. */
function readMapping(text: string | undefined): ColumnMapping | undefined {
  if (text === undefined) return undefined
  const entries = new Map(
    text.split(',').map((part) => part.split('=').map((piece) => piece.trim()) as [string, string]),
  )
  const chosen = entries.get('chosen')
  const rejected = entries.get('rejected')
  const unknown = [...entries.keys()].find((key) => !['prompt', 'chosen', 'rejected'].includes(key))
  if (!chosen || !rejected || unknown !== undefined)
    throw new AppError('cli/usage', `--map is "${text}".`, 'Write --map prompt=COLUMN,chosen=COLUMN,rejected=COLUMN.')
  return { prompt: entries.get('prompt') ?? null, chosen, rejected }
}

/** One source stands at the top level, as scripts mostly have one; `sources` holds each. */
function asJson(report: DatasetReport, pairs: number) {
  const [first] = report.sources
  return {
    format: first!.format,
    kind: first!.kind,
    mapping: first!.mapping,
    pairs,
    dropped: report.sources.flatMap(({ dropped }) => dropped),
    lengths: report.lengths,
    sources: report.sources,
  }
}

function asText({ sources, lengths }: DatasetReport): string {
  const lines = sources.flatMap(({ source, format, kind, mapping, guessed, rows, pairs, dropped }) => [
    `${source}: ${format}, ${kind}; ${pairs} pairs of ${rows} rows`,
    `  prompt: ${mapping.prompt ?? '(shared by both texts)'}, chosen: ${mapping.chosen}, rejected: ${mapping.rejected}${guessed ? ' (guessed)' : ''}`,
    ...dropped.slice(0, 20).map(({ row, code, message }) => `  row ${row}: ${message} (${code})`),
    ...(dropped.length > 20 ? [`  and ${dropped.length - 20} more rows that cannot be used`] : []),
  ])
  const { chosenMean, rejectedMean, chosenLongerShare } = lengths
  lines.push(
    `chosen ${chosenMean.toFixed(0)} characters on average, rejected ${rejectedMean.toFixed(0)}; chosen is longer in ${(100 * chosenLongerShare).toFixed(0)}%`,
  )
  return lines.join('\n')
}
