/** @file The script of an exported folder: one stage of the run on TRL's trainer, with the run's settings written out. */
import { simpoGamma } from '../../protocol/objectives'
import type { RunConfig } from '../../protocol/run-config'
import type { TrlInput, TrlStage } from './input'
import { type TrlLoss, type TrlTrainer, trlLoss } from './objective'
import { py } from './python'

export type Keyword = [name: string, value: string]

const CLASSES: Record<TrlTrainer, { config: string; trainer: string; from: string }> = {
  dpo: { config: 'DPOConfig', trainer: 'DPOTrainer', from: 'trl' },
  cpo: { config: 'CPOConfig', trainer: 'CPOTrainer', from: 'trl.experimental.cpo' },
  orpo: { config: 'ORPOConfig', trainer: 'ORPOTrainer', from: 'trl.experimental.orpo' },
  sft: { config: 'SFTConfig', trainer: 'SFTTrainer', from: 'trl' },
}

/** Names of the schedules that begin with a warm-up. */
const SCHEDULES = { constant: 'constant_with_warmup', linear: 'linear', cosine: 'cosine' } as const

const longest = ({ config, context }: TrlInput): number => Math.min(config.data.maxLength ?? context, context)

/** Keywords that the configs of all trainers have, with values as train.py writes them. */
export function commonKeywords(input: TrlInput): Keyword[] {
  const { optimizer, evaluation, seed, tuning } = input.config
  const evaluates = input.heldOut.length > 0
  return [
    ['output_dir', 'args.output'],
    ['per_device_train_batch_size', 'per_device'],
    ['per_device_eval_batch_size', 'per_device'],
    ['gradient_accumulation_steps', 'accumulation'],
    ['max_steps', 'stage["steps"]'],
    ['learning_rate', 'stage["learning_rate"]'],
    ['lr_scheduler_type', py(SCHEDULES[optimizer.schedule])],
    ['warmup_steps', 'stage["warmup"]'],
    ['optim', py('adamw_torch')],
    ['weight_decay', py(optimizer.weightDecay)],
    ['adam_beta1', py(optimizer.beta1)],
    ['adam_beta2', py(optimizer.beta2)],
    ['adam_epsilon', py(optimizer.epsilon)],
    ['max_grad_norm', py(optimizer.maxGradNorm)],
    ['seed', py(seed)],
    ['max_length', py(longest(input))],
    ['bf16', 'not args.fp32'],
    ['gradient_checkpointing', py(tuning.recompute !== 'off')],
    ['logging_steps', '1'],
    ['eval_strategy', py(evaluates ? 'steps' : 'no')],
    ...(evaluates
      ? ([
          ['eval_steps', py(evaluation.evalSteps)],
          ['eval_on_start', 'True'],
        ] as Keyword[])
      : []),
    ['save_strategy', py('no')],
    ['report_to', py('none')],
  ]
}

/** Keywords of one trainer's config alone. */
export function lossKeywords({ trainer, options, staged }: TrlLoss, { tuning }: RunConfig): Keyword[] {
  // SFTConfig knows no such switch; elsewhere it would take LoRA's dropout, too. The model's own is off already.
  const dropout: Keyword[] =
    trainer === 'sft' ? [] : [['disable_dropout', py(tuning.method === 'full' || tuning.dropout === 0)]]
  return [...(staged ? ([['beta', 'stage["beta"]']] as Keyword[]) : []), ...options, ...dropout]
}

export const loraKeywords = ({ tuning }: RunConfig): Keyword[] => [
  ['r', py(tuning.rank)],
  ['lora_alpha', py(tuning.alpha)],
  ['lora_dropout', py(tuning.dropout)],
  ['use_rslora', py(tuning.rsLora)],
  ['target_modules', tuning.targets === null ? py('all-linear') : py(tuning.targets)],
  ['bias', py('none')],
  ['task_type', py('CAUSAL_LM')],
]

const SFT_LOSS = trlLoss({ name: 'sft' })

/** The trainers that the stages of this run use, each once. */
export function lossesOf({ config, stages }: TrlInput): TrlLoss[] {
  const loss = trlLoss(config.objective)
  const warmsUp = stages.some(({ kind }) => kind === 'sft')
  return warmsUp && loss.trainer !== 'sft' ? [SFT_LOSS, loss] : [loss]
}

/** Pairs that one device takes at a time: the run's parts of a batch, where they are even. */
export function perDevice({ training }: RunConfig): number {
  const part = Math.ceil(training.batchSize / training.gradientAccumulation)
  const fits = (size: number) => training.batchSize % size === 0
  return Array.from({ length: part }, (_, i) => part - i).find(fits) ?? 1
}

const keywords = (list: Keyword[], indent: string): string =>
  list.map(([name, value]) => `${indent}${name}=${value},\n`).join('')

function stageLine({ optimizer }: RunConfig, { stage, kind, rows, steps, learningRate, objective }: TrlStage): string {
  const settings = [
    `"data": ${py(`data/stage-${stage}.jsonl`)}`,
    `"kind": ${py(kind)}`,
    `"pairs": ${rows.length}`,
    `"steps": ${steps}`,
    `"warmup": ${Math.round(optimizer.warmupRatio * steps)}`,
    `"learning_rate": ${py(learningRate)}`,
    ...('beta' in objective ? [`"beta": ${py(objective.beta)}`] : []),
    ...(objective.name === 'simpo' ? [`"gamma": ${py(simpoGamma(objective))}`] : []),
  ]
  return `    ${stage}: {${settings.join(', ')}},\n`
}

export function trainPy(input: TrlInput): string {
  const { config, model, stages } = input
  const lora = config.tuning.method === 'lora'
  const losses = lossesOf(input)
  const main = trlLoss(config.objective)
  const needsReference = main.trainer === 'dpo'
  const name = model.kind === 'hub' ? model.name : 'model'
  const revision = model.kind === 'hub' ? model.revision : null
  const dtype = lora && config.tuning.baseWeights !== 'f32' ? '"auto"' : '"float32"'
  const start = input.startAdapter ? py('start-adapter') : 'None'
  return `"""One stage of a run of Preference Playground, on TRL. README.md tells how to run it and what each setting became."""

import argparse
import os

# A process computes on one GPU: of several that it sees, Transformers would hand a batch to each.
if int(os.environ.get("WORLD_SIZE", "1")) == 1:
    os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]

import torch
from datasets import load_dataset
${lora ? 'from peft import LoraConfig, PeftModel\n' : ''}from transformers import AutoModelForCausalLM, AutoTokenizer
${imports(losses)}
MODEL = ${py(name)}  # ${model.kind === 'hub' ? 'on the Hugging Face Hub' : model.included ? 'beside this file' : 'to be put beside this file: README.md'}
REVISION = ${py(revision)}
BATCH = ${config.training.batchSize}  # pairs in one optimizer step, over all processes
STAGES = {
${stages.map((stage) => stageLine(config, stage)).join('')}}

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--stage", type=int, default=${stages[0]!.stage}, choices=list(STAGES))
parser.add_argument("--model", default=MODEL, help="where the stage begins: a folder, or a name on the Hub")
${lora ? `parser.add_argument("--adapter", default=${start}, help="an adapter to go on with; none begins a new one")\n` : ''}${
  needsReference
    ? `parser.add_argument("--reference", help="${
        lora ? 'an adapter, or \\"base\\" for the model without one' : 'a folder, or a name on the Hub'
      }; by default what the stage begins with")\n`
    : ''
}parser.add_argument("--output", help="default: out/stage-N")
parser.add_argument("--per-device", type=int, default=${perDevice(config)}, help="pairs that a device takes at a time")
parser.add_argument("--fp32", action="store_true", help="32 bits throughout, as the page computes")
args = parser.parse_args()
args.output = args.output or f"out/stage-{args.stage}"
stage = STAGES[args.stage]

# The batch stays the run's own, however many processes share it.
processes = int(os.environ.get("WORLD_SIZE", "1"))
per_device = max(1, min(args.per_device, BATCH // processes))
accumulation, rest = divmod(BATCH, per_device * processes)
if rest or not accumulation:
    raise SystemExit(f"{processes} processes with {per_device} pairs each do not make {BATCH} pairs: change --per-device.")

# accelerate's file says bf16; the last word is this script's.
os.environ["ACCELERATE_MIXED_PRECISION"] = "no" if args.fp32 else "bf16"
# Before the model is loaded: DeepSpeed's ZeRO-3 asks for that.
common = dict(
${keywords(commonKeywords(input), '    ')})
${configs(losses, config)}

def load(path):
    revision = REVISION if path == MODEL else None
    loaded = AutoModelForCausalLM.from_pretrained(path, revision=revision, dtype=${dtype})
    # The page trains without the model's own dropout, in every stage.
    for module in loaded.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return loaded


tokenizer = AutoTokenizer.from_pretrained(args.model, revision=REVISION if args.model == MODEL else None)
if tokenizer.pad_token is None:
    tokenizer.pad_token = tokenizer.eos_token
model = load(args.model)
${lora ? adapterLines(config) : ''}
columns = ["prompt", "chosen", "rejected"]
files = {"train": stage["data"]${input.heldOut.length > 0 ? ', "eval": "data/eval.jsonl"' : ''}}
data = load_dataset("json", data_files=files).select_columns(columns)
${sftData(losses)}
${trainerLines(input, losses, needsReference)}
trainer.train()
trainer.save_model(args.output)
tokenizer.save_pretrained(args.output)
`
}

function imports(losses: TrlLoss[]): string {
  const places = new Map<string, string[]>()
  for (const { trainer } of losses) {
    const { config, trainer: name, from } = CLASSES[trainer]
    places.set(from, [...(places.get(from) ?? []), config, name])
  }
  return [...places].map(([from, names]) => `from ${from} import ${names.sort().join(', ')}\n`).join('')
}

function configs(losses: TrlLoss[], config: RunConfig): string {
  const call = (loss: TrlLoss, indent: string) =>
    `config = ${CLASSES[loss.trainer].config}(\n${indent}    **common,\n${keywords(lossKeywords(loss, config), `${indent}    `)}${indent})\n`
  const [first, second] = losses
  if (!second) return call(first!, '')
  return `if stage["kind"] == "sft":\n    ${call(first!, '    ')}else:\n    ${call(second, '    ')}`
}

const adapterLines = (config: RunConfig): string => `peft_config = None
if args.adapter:
    model = PeftModel.from_pretrained(model, args.adapter, is_trainable=True)
else:
    peft_config = LoraConfig(
${keywords(loraKeywords(config), '        ')}    )
`

/** SFT reads the chosen side as the completion. */
function sftData(losses: TrlLoss[]): string {
  const rename = 'data = data.remove_columns("rejected").rename_column("chosen", "completion")\n'
  if (losses[0]!.trainer !== 'sft') return ''
  return losses.length === 1 ? rename : `if stage["kind"] == "sft":\n    ${rename}`
}

function trainerLines(input: TrlInput, losses: TrlLoss[], needsReference: boolean): string {
  const lora = input.config.tuning.method === 'lora'
  const common: Keyword[] = [
    ['model', 'model'],
    ['args', 'config'],
    ['train_dataset', 'data["train"]'],
    ['eval_dataset', input.heldOut.length > 0 ? 'data["eval"]' : 'None'],
    ['processing_class', 'tokenizer'],
    ...(lora ? ([['peft_config', 'peft_config']] as Keyword[]) : []),
  ]
  const call = (loss: TrlLoss, indent: string, more: Keyword[] = []) =>
    `${indent}trainer = ${CLASSES[loss.trainer].trainer}(\n${keywords([...common, ...more], `${indent}    `)}${indent})\n`
  const [first, second] = losses
  const main = second ?? first!
  const indent = second ? '    ' : ''
  const mainLines = needsReference
    ? `${referenceLines(lora, indent)}${call(main, indent, [['ref_model', 'reference']])}`
    : call(main, indent)
  return second ? `if stage["kind"] == "sft":\n${call(first!, '    ')}else:\n${mainLines}` : mainLines
}

/** The reference is what the stage begins with: sDPO, and plain DPO. */
function referenceLines(lora: boolean, indent: string): string {
  const lines = lora
    ? [
        '# None: TRL takes a frozen copy of the adapter that goes on, or, under a new one, the model without it.',
        'reference = None',
        'if args.reference:',
        '    reference = load(args.model)',
        '    if args.reference != "base":',
        '        reference = PeftModel.from_pretrained(reference, args.reference).merge_and_unload()',
      ]
    : ['reference = load(args.reference or args.model)']
  return `${lines.map((line) => indent + line).join('\n')}\n`
}
