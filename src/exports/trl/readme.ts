/** @file The README of an exported folder: how to run it, and what became of each setting. */
import { configLeaves } from '../config-leaves'
import type { TrlInput } from './input'
import { trlLoss } from './objective'
import { SETTINGS } from './settings'
import { DEEPSPEED, VERSIONS } from './versions'

const HOW = { same: 'the same', near: 'near', none: 'no equal' } as const

export function trlReadme(input: TrlInput): string {
  const { config, stages, heldOut, cutPairs } = input
  const loss = trlLoss(config.objective)
  const trainers = { dpo: 'DPOTrainer', cpo: 'CPOTrainer', orpo: 'ORPOTrainer', sft: 'SFTTrainer' } as const
  const experimental = loss.trainer === 'cpo' || loss.trainer === 'orpo'
  const files = stages.map(({ stage, kind, rows, steps }) => {
    const what = kind === 'sft' ? 'SFT warm-up' : 'training pairs'
    return `| \`data/stage-${stage}.jsonl\` | ${what}: ${rows.length} pairs, ${steps} optimizer steps |`
  })
  const notes = [
    ...loss.notes,
    ...(experimental
      ? [
          `\`${trainers[loss.trainer]}\` is in \`trl.experimental\`: TRL may change or drop it, so keep to the pinned version. It puts a BOS token before each prompt where the tokenizer has one, even if the tokenizer itself would not.`,
        ]
      : []),
    ...(cutPairs > 0
      ? [
          `${cutPairs} of the pairs are longer than the run's limits, which cut them; the files hold the whole texts, and TRL cuts them its own way.`,
        ]
      : []),
    ...(isChat(input)
      ? [
          'Where a chat template does not end a turn itself, the page puts EOS behind the answer; TRL leaves conversations as the template writes them.',
        ]
      : []),
    'These versions were run together in one process; `multi-gpu.yaml` and `zero3.yaml` were not tried with them.',
    'The page computes in 32 bits. train.py uses bf16 mixed precision unless it is given `--fp32`.',
    '`logps/*` are sums over a completion in `DPOTrainer`, and means per token in `ORPOTrainer` and in `CPOTrainer` with SimPO.',
  ]
  return `# A run of Preference Playground, on TRL

This folder goes on elsewhere with what was begun in the page: the same pairs, split and stages, and the same settings as far as TRL ${VERSIONS.trl} has them. \`config.json\` is the run's config as the page knows it.

## Run it

\`\`\`sh
pip install -r requirements.txt
bash run_stages.sh                                        # one GPU
CONFIG=accelerate/multi-gpu.yaml bash run_stages.sh       # several: set num_processes in the file
CONFIG=accelerate/zero3.yaml bash run_stages.sh           # DeepSpeed ZeRO-3: also pip install deepspeed==${DEEPSPEED}
\`\`\`

Options of train.py can be added: \`bash run_stages.sh --fp32 --per-device 1\`. Results lie in \`out/stage-N\`; train.py logs every step. \`save_strategy\` is \`no\`: set it where a run is long enough to be interrupted.

${modelLines(input)}

**A larger model.** Put its name, or its folder, into \`MODEL\` at the head of train.py, and its commit or \`None\` into \`REVISION\`. What was found on a small model does not carry over as numbers: billions of parameters take learning rates near 1e-6 (adapters near 1e-5), and DPO a β near 0.1. What carries over is the comparison: which objective, which remedy, which order of the stages is worth a run there.

| file | what it is |
|---|---|
${files.join('\n')}
| \`data/eval.jsonl\` | ${heldOut.length > 0 ? `${heldOut.length} pairs, held out` : 'absent: nothing was held out'} |
| \`train.py\` | one stage on \`${trainers[loss.trainer]}\` |
| \`run_stages.sh\` | all stages, each beginning with what the last one saved |
| \`accelerate/*.yaml\` | one GPU, several, DeepSpeed ZeRO-3 |

## What became of each setting

| setting | here | in TRL | |
|---|---|---|---|
${settingRows(input).join('\n')}

## Notes

${notes.map((note) => `- ${note}`).join('\n')}
`
}

const isChat = ({ stages, heldOut }: TrlInput): boolean =>
  [...stages.flatMap(({ rows }) => rows), ...heldOut].some(({ chosen }) => typeof chosen !== 'string')

function settingRows({ config }: TrlInput): string[] {
  return configLeaves(config).map(({ path, value }) => {
    const fate = SETTINGS[path]!
    const cells = [
      path,
      `\`${cell(JSON.stringify(value))}\``,
      fate.there,
      `${HOW[fate.how]}${fate.note ? `. ${fate.note}` : ''}`,
    ]
    return `| ${cells.join(' | ')} |`
  })
}

/** Of a name that somebody chose: no bar ends its cell, no tick its code. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('`', "'")

function modelLines({ config, model, stages, startAdapter, trainedAdapter }: TrlInput): string {
  const last = `--stage ${stages.at(-1)!.stage}`
  const lora = config.tuning.method === 'lora'
  const where =
    model.kind === 'hub'
      ? `The model is \`${model.name}\` of the Hugging Face Hub${model.revision ? `, at commit \`${model.revision}\`` : ''}.`
      : model.included
        ? `The model, ${model.name}, lies in \`model/\`.`
        : `**Put the model first**: a Hugging Face folder of ${model.name} as \`model/\`, the one that the run began with.`
  const lines = [where]
  if (startAdapter) lines.push('The run began with the adapter in `start-adapter/`, and so does the first stage.')
  if (trainedAdapter) {
    lines.push(
      `What the page trained lies in \`adapter/\`. To go on from there instead of repeating the run: \`accelerate launch --config_file accelerate/single-gpu.yaml train.py ${last} --adapter adapter\`.`,
    )
  } else if (!lora) {
    lines.push(
      `To go on from what the page trained instead of repeating the run, save the tuned model there, unpack it as \`tuned/\`, and call train.py with \`${last} --model tuned\`.`,
    )
  }
  return lines.join(' ')
}
