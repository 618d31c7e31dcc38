/** @file What every setting of a run becomes in TRL: the same, something near, or nothing. */

export interface SettingFate {
  /** Field or place there; empty where there is none. */
  there: string
  how: 'same' | 'near' | 'none'
  note?: string
}

const same = (there: string, note?: string): SettingFate => ({ there, how: 'same', ...(note ? { note } : {}) })
const near = (there: string, note: string): SettingFate => ({ there, how: 'near', note })
const none = (note: string): SettingFate => ({ there: '', how: 'none', note })

/** By the setting's path in the config. A test holds it to the schema: no setting is without an entry. */
export const SETTINGS: Record<string, SettingFate> = {
  version: none('The version of the page’s config format; kept in `config.json`.'),
  seed: near(
    '`seed`',
    'Seeds order and new adapters there, by another generator. The split is not drawn again: it lies in the files.',
  ),
  backend: none('PyTorch’s device is chosen by `accelerate`.'),
  model: same('`--model`, `REVISION`'),
  adapter: same('`--adapter start-adapter`'),
  sources: same('`data/*.jsonl`', 'Each line names its source and row.'),

  'data.heldOutShare': same('`data/eval.jsonl`', 'The pairs that this run held out, by prompt.'),
  'data.heldOutMax': same('`data/eval.jsonl`'),
  'data.labelNoise': same(
    '`data/stage-*.jsonl`',
    'Swapped pairs are swapped in the files, and marked with `"swapped": true`.',
  ),
  'data.maxLength': near(
    '`max_length`',
    'TRL keeps the start of prompt and completion together. `CPOTrainer` and `ORPOTrainer` cut the completion otherwise: leave no pair longer than it.',
  ),
  'data.maxPromptLength': none('TRL no longer cuts prompts by themselves; here a long prompt keeps its end.'),

  'objective.name': same('the trainer and its `loss_type`'),
  'objective.beta': same('`beta`'),
  'objective.variant': same('`loss_type`'),
  'objective.labelSmoothing': same(
    '`label_smoothing`',
    'Used by the losses that know it; see the notes on the objective.',
  ),
  'objective.sftWeight': near(
    '`loss_weights` of `sft`, or `cpo_alpha`',
    'A mean over the chosen tokens of each part of the batch, not of the whole batch.',
  ),
  'objective.lengthNormalised': same('`loss_type`'),
  'objective.gammaBetaRatio': same('`simpo_gamma`', 'γ = β · γ/β, for each stage.'),
  'objective.lambda': same('`beta` of `ORPOConfig`'),

  'stages.count': same(
    '`STAGES`, `run_stages.sh`',
    'TRL knows no stages: each is a run that begins with what the last one saved.',
  ),
  'stages.split': same('`data/stage-*.jsonl`', 'Ranked here, under the base model.'),
  'stages.reference': same('`--reference` in `run_stages.sh`'),
  'stages.overrides': same('`STAGES`'),

  'warmup.enabled': same('stage 0 on `SFTTrainer`'),
  'warmup.epochs': same('`max_steps` of stage 0'),
  'warmup.learningRate': same('`learning_rate` of stage 0'),

  'tuning.method': same('`peft_config`, or none'),
  'tuning.rank': same('`LoraConfig.r`'),
  'tuning.alpha': same('`LoraConfig.lora_alpha`'),
  'tuning.rsLora': same('`LoraConfig.use_rslora`'),
  'tuning.dropout': near(
    '`LoraConfig.lora_dropout`',
    'There it acts on the log-probs that are compared, too; here on the way back alone. `disable_dropout=False` is set where it is above 0, or TRL would switch it off; the model’s own dropout is off in any case, as here.',
  ),
  'tuning.targets': same(
    '`LoraConfig.target_modules`',
    'None here is `all-linear` there: all linear layers but the head.',
  ),
  'tuning.recompute': near('`gradient_checkpointing`', '`auto` becomes on, as TRL has it by default.'),
  'tuning.baseWeights': near('`dtype` of the model', 'With LoRA, 16 bits stay as the files have them.'),

  'optimizer.learningRate': same('`learning_rate`'),
  'optimizer.schedule': same('`lr_scheduler_type`', '`constant` is `constant_with_warmup` there.'),
  'optimizer.warmupRatio': near(
    '`warmup_steps`',
    'In steps. The first step of a warm-up has rate 0 there, and one part of the peak here.',
  ),
  'optimizer.weightDecay': near('`weight_decay`', 'Biases and norms are left out there; here nothing is.'),
  'optimizer.beta1': same('`adam_beta1`'),
  'optimizer.beta2': same('`adam_beta2`'),
  'optimizer.epsilon': same('`adam_epsilon`'),
  'optimizer.maxGradNorm': same('`max_grad_norm`', '0 is off in both.'),

  'training.batchSize': near(
    '`per_device_train_batch_size` × `gradient_accumulation_steps` × processes',
    'train.py keeps the product. The last batch of a pass may be smaller there; here a batch may span two passes.',
  ),
  'training.gradientAccumulation': near('`--per-device`', 'Memory alone; the result is the same.'),
  'training.epochs': same('`max_steps`', 'As the steps that it amounts to.'),
  'training.maxSteps': same('`max_steps`'),

  'evaluation.evalSteps': same('`eval_steps`'),
  'evaluation.samplePrompts': none(
    'TRL draws no samples while it trains. Compare with the page’s `samples.jsonl` afterwards.',
  ),
  'evaluation.tokenPairs': none('TRL tells no log-probs of single tokens.'),
  'generation.maxNewTokens': none('No samples are drawn.'),
  'generation.temperature': none('No samples are drawn.'),
  'generation.topK': none('No samples are drawn.'),
  'generation.topP': none('No samples are drawn.'),
}
