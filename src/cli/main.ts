/** @file The same engine without a browser: `npm run -s cli -- COMMAND`. */
import { AppError, toReport } from '../protocol/errors'

const COMMANDS: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  inspect: () => import('./commands/inspect'),
  logprobs: () => import('./commands/logprobs'),
  train: () => import('./commands/train'),
  generate: () => import('./commands/generate'),
}

const USAGE = `npm run -s cli -- COMMAND

  inspect FILE... [--map prompt=q,chosen=a,rejected=b] [--json]
      what the page shows before training
  logprobs --model DIR --data FILE [--backend wasm|webgpu|cpu] [--json]
      log-probs of every pair
  train [--config FILE] --out DIR [--model DIR] [--data FILE|SET]... [--set key=value]... [--record FILE] [--json]
      a run: metrics.jsonl, config.json, samples.json, ranking.json, model/
  generate --model DIR --prompt TEXT [--max-new-tokens N] [--temperature T] [--top-k K] [--top-p P] [--seed S] [--json]
      continues a prompt
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
