/** @file What base and policy wrote, as text: one JSON object a line, and a page to read. */
import type { Sample, SamplesEvent, TrainEvent } from '../protocol/train-events'
import { jsonLines } from './metrics'

const isSamples = (event: TrainEvent): event is SamplesEvent => event.type === 'samples'

/** The last that were drawn; null where there are none. */
export const lastSamples = (events: readonly TrainEvent[]): SamplesEvent | null =>
  events.filter(isSamples).at(-1) ?? null

/** One object per prompt and evaluation. */
export const samplesJsonl = (events: readonly TrainEvent[]): string =>
  jsonLines(events.filter(isSamples).flatMap(({ step, samples }) => samples.map((each) => ({ step, ...each }))))

/** The last samples, base and policy of each prompt below each other; texts stand in fences, so that they stay as they are. */
export function samplesMarkdown(events: readonly TrainEvent[]): string {
  const last = lastSamples(events)
  if (!last) return '# Samples\n\nNo samples were drawn.\n'
  const parts = last.samples.map(({ prompt, base, policy }, at) =>
    [
      `## Prompt ${at + 1}`,
      fenced(prompt),
      `**Base** (${factsOf(base)})`,
      fenced(base.text),
      `**Tuned** (${factsOf(policy)})`,
      fenced(policy.text),
    ].join('\n\n'),
  )
  return `# Samples after step ${last.step}\n\n${parts.join('\n\n')}\n`
}

const factsOf = ({ tokens, ended, score }: Sample): string =>
  [
    `${tokens} tokens`,
    ended ? 'ended by itself' : 'cut at the limit',
    ...(score === null ? [] : [`judge ${score.toFixed(2)}`]),
  ].join(', ')

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}
