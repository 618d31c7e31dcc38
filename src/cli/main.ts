/** @file The same engine without a browser: `npm run -s cli -- COMMAND`. */
import { AppError, toReport } from '../protocol/errors'

const COMMANDS: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  inspect: () => import('./commands/inspect'),
  logprobs: () => import('./commands/logprobs'),
  train: () => import('./commands/train'),
  generate: () => import('./commands/generate'),
  export: () => import('./commands/export'),
  sweep: () => import('./commands/sweep'),
}

const USAGE = `npm run -s cli -- COMMAND

  inspect DATA... [--map prompt=q,chosen=a,rejected=b] [--json]
      what the page shows before training
  logprobs --model MODEL [--adapter DIR] --data DATA... [--backend wasm|webgpu|cpu] [--json]
      log-probs of every pair
  train [--config FILE] --out DIR [--model MODEL] [--data DATA]... [--lora [FIELDS]] [--adapter DIR]
        [--set key=value]... [--record FILE] [--json]
      a run: metrics.jsonl, config.json, samples.json, ranking.json, and model/ or, with LoRA, adapter/
  sweep --file SWEEP.json [--out DIR] [--model MODEL] [--data DATA]... [--adapter DIR] [--set key=value]...
        [--save-weights] [--json]
      runs a sweep file, one run after another into DIR/001, DIR/002 and so on, and goes on where it was cut;
      leaderboard.json and leaderboard.csv
  generate --model MODEL [--adapter DIR] --prompt TEXT [--max-new-tokens N] [--temperature T] [--top-k K] [--top-p P]
        [--seed S] [--json]
      continues a prompt
  export adapter|merged --run DIR [--out DIR|FILE.zip] [--dtype f32|f16|bf16] [--model MODEL] [--json]
      what a run trained: its PEFT adapter, or the whole model as a Hugging Face folder
  export trl --run DIR [--out DIR|FILE.zip] [--model MODEL] [--data DATA]... [--backend wasm|webgpu|cpu] [--json]
      a folder that goes on with TRL on a cluster: train.py, stages as JSONL, accelerate configs, what has no equal

  MODEL   a Hugging Face model folder, a bundled model, or owner/name[@revision] of the Hub
  DATA    a file of pairs, a built-in set, or owner/name[@revision] of a data set on the Hub
  FIELDS  rank=16,alpha=32,dropout=0,rslora,targets=q_proj+v_proj; those left out have these values, targets all layers
  --hub URL, or PLAYGROUND_HUB, names a mirror of the Hub. What is fetched is kept in PLAYGROUND_CACHE, or in
  ~/.cache/preference-playground.
`

const [name, ...args] = process.argv.slice(2)
try {
  if (!name || name === '--help' || name === 'help') console.log(USAGE)
  else {
    const load = COMMANDS[name]
    if (!load)
      throw new AppError(
        'cli/usage',
        `There is no command ${name}.`,
        `Take one of ${Object.keys(COMMANDS).join(', ')}.`,
      )
    await (await load()).run(args)
  }
} catch (error) {
  const { code, message, remedy } = toReport(error)
  console.error(`${code}: ${message}\n${remedy}`)
  if (code === 'internal' && error instanceof Error) console.error(error.stack)
  process.exitCode = code.startsWith('data/') ? 2 : 1
}
