/** @file A completed run as a folder: its config, figures, samples and ranking, and what it trained. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { metricsJsonl } from '../exports/metrics'
import { isFile } from './disk-folder'
import type { CompletedRun } from './record-run'
import { adapterFiles, modelFiles } from './save-run'
import { writeOut } from './write-files'

/** @param weights Also the model, or after LoRA the adapter. */
export async function writeRun(
  out: string,
  { training, opened, events, recording: { config } }: CompletedRun,
  weights: boolean,
): Promise<void> {
  await removeFormer(out)
  await writeFile(join(out, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  await writeFile(join(out, 'metrics.jsonl'), metricsJsonl(events))
  await writeFile(join(out, 'samples.json'), `${JSON.stringify(events.filter(({ type }) => type === 'samples'))}\n`)
  const last = events.at(-1)
  if (last?.type === 'finished') await writeFile(join(out, 'ranking.json'), `${JSON.stringify(last.ranking)}\n`)
  if (!weights) return
  if (config.tuning.method === 'lora') await writeOut(join(out, 'adapter'), await adapterFiles(opened, training))
  else await writeOut(join(out, 'model'), modelFiles(opened, training, 'F32'))
}

/** Of a run that was written to the same folder: its result must not lie beside the config of another. */
async function removeFormer(out: string): Promise<void> {
  if (!isFile(join(out, 'config.json')) || !isFile(join(out, 'metrics.jsonl'))) return
  for (const name of ['model', 'adapter']) await rm(join(out, name), { recursive: true, force: true })
}
