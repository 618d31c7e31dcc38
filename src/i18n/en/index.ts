/** @file Every word of the page in English, in one typed dictionary. */

import { plural } from '../plural'
import { charts } from './charts'
import { data } from './data'
import { fields } from './fields'
import { hub } from './hub'
import { inside } from './inside'
import { labelling } from './labelling'
import { lessons } from './lessons'
import { library } from './library'
import { adapter, memory, model, tuning } from './model'
import { problems } from './problems'
import { notes, readings } from './readings'
import { sharing } from './sharing'
import { sweeps } from './sweeps'
import { takeAway } from './take-away'
import { told } from './told'

export const en = {
  title: 'Preference Playground',
  fields,
  charts,
  data,
  library,
  sweeps,
  inside,
  labelling,
  lessons,
  sharing,
  takeAway,
  readings,
  notes,
  told,
  problems,

  count: {
    pairs: (n: number) => plural(n, 'pair', 'pairs'),
    rows: (n: number) => plural(n, 'row', 'rows'),
    steps: (n: number) => plural(n, 'step', 'steps'),
    files: (n: number) => plural(n, 'file', 'files'),
    tokens: (n: number) => plural(n, 'token', 'tokens'),
  },

  views: {
    label: 'View',
    plots: 'Plots',
    inside: 'Inside',
    sweep: 'Sweep',
    labelling: 'Label',
    runs: 'Runs',
    loading: 'Opening',
  },

  header: {
    theme: { light: 'Light theme', dark: 'Dark theme', auto: 'Theme of the system' },
    themeNext: (next: string) => `Switch to: ${next}`,
    help: 'Help and shortcuts',
    settings: 'Settings',
  },

  runs: {
    label: 'Recorded runs',
    choose: 'choose one',
    help: 'Shows a run recorded earlier, at once, and puts its settings into the form. Play then trains it here.',
    helpOnly: 'Shows a run recorded earlier, at once. Replay plays it step by step.',
    underWay: 'A run is under way: reset it, or wait until it is done, to look at recorded runs.',
    missing: (name: string) => `The recorded run “${name}” could not be loaded.`,
    missingRemedy: 'Choose another one, or reload the page.',
  },

  toolbar: {
    label: 'Run',
    play: 'Play',
    pause: 'Pause',
    again: 'Play again',
    replay: 'Replay',
    step: 'Step',
    stop: 'Stop',
    reset: 'Reset',
    restart: 'New settings: restart',
    stepOf: 'step',
    stageOf: 'stage',
    warmup: 'SFT warm-up',
    left: 'time left',
    speed: 'tokens/s',
    progress: 'Progress of the run',
    none: '–',
    queued: (what: string) => `Starts by itself: ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
  },

  /** What Play says instead of Play. */
  obstacle: {
    wait: {
      device: 'Looking for a GPU',
      model: 'Loading the model',
      data: 'Reading the data',
      fit: 'Measuring the pairs',
    },
    fix: {
      device: 'The engine did not start',
      model: 'Choose a model first',
      data: 'Choose data first',
      pairs: 'No usable pairs: choose data',
      settings: 'Mend the marked settings',
      memory: 'Too large: see Memory',
    },
  },

  state: {
    idle: 'Ready. Press Play.',
    preparing: 'Preparing: reference log-probs and the first evaluation.',
    first: 'The base model answers first.',
    running: 'Training.',
    paused: 'Paused. The samples and plots stay as they are.',
    finished: 'Done.',
    stopping: 'Stopping after the last evaluation.',
    stopped: 'Stopped. What it reached is kept.',
    failed: 'The run ended early.',
    recorded: (name: string, device: string) => `Recorded run: ${name}, on ${device}. Press Play to train it here.`,
    recordedOnly: (name: string, device: string) => `Recorded run: ${name}, on ${device}. Training needs a computer.`,
    replaying: (name: string) => `Replaying a recorded run: ${name}.`,
  },

  hint: {
    simpo: 'Now try SimPO',
    data: 'drop your own pairs',
    or: 'or',
    close: 'Close the hint',
  },

  device: {
    label: 'Device',
    waiting: 'Looking for a GPU',
    wasm: 'CPU (wasm): no GPU found.',
    software: (name: string) => `${name} (software): slow.`,
    why: 'Why?',
    reason: 'Why this device',
    remedy: 'To get a GPU',
    limits: 'Limits',
    features: 'Features',
    backend: 'Backend',
    none: 'none',
    phone: 'Phone: recorded runs only.',
    phoneReason: 'Training a model takes more memory and power than a phone gives a page.',
    phoneRemedy: 'Open this page on a computer, in a current Chrome, Edge, Firefox or Safari.',
  },

  model,
  adapter,
  hub,
  tuning,
  memory,

  objective: {
    title: 'Objective',
    label: 'Objective',
    more: 'More',
    names: { dpo: 'DPO', sdpo: 'sDPO', simpo: 'SimPO', ipo: 'IPO', orpo: 'ORPO', sft: 'SFT' },
    full: {
      dpo: 'Direct preference optimisation: raise chosen above rejected, measured from a reference.',
      sdpo: 'Stepwise DPO: DPO in stages; each refers to the model the last one left.',
      simpo: 'Simple preference optimisation: no reference; average per token, with a target margin γ.',
      ipo: 'Identity preference optimisation: aims at a fixed gap instead of an ever wider one.',
      orpo: 'Odds-ratio preference optimisation: SFT and preference in one, without a reference.',
      sft: 'Supervised fine-tuning: imitates the chosen side and never sees the rejected.',
    },
    formula: 'The objective, with its current values',
    /** Behind the letter itself. */
    symbols: { beta: 'beta', lambda: 'lambda', gammaBeta: 'margin', gamma: 'gamma' },
    betaSimpo: 'Up: small gaps count for more; it learns harder.',
    gamma: 'γ',
    gammaUp: 'γ = β · γ/β. TRL calls it simpo_gamma.',
    variant: 'form',
    variants: {
      sigmoid: 'sigmoid',
      robust: 'robust to swapped labels',
      hinge: 'hinge',
      'length-normalised': 'length-normalised',
    },
    lengthNormalised: 'Divide by length',
    lengthNormalisedHelp: 'Off: sums over tokens. For SimPO this is the paper’s ablation that favours long text.',
    noGamma: 'γ = 0',
    noGammaHelp: 'The paper’s ablation without a target margin.',
    split: 'chunks',
    splits: {
      'easy-to-hard': 'easy to hard',
      'in-order': 'in the order of the file',
      random: 'at random',
      'by-source': 'one per source',
    },
    reference: 'reference',
    references: { moving: 'the stage before (sDPO)', base: 'always the base (control)' },
    perStage: 'Set stages apart',
    stage: (t: number) => `stage ${t}`,
    inherit: 'as above',
  },

  settings: {
    variants: 'Variants and ablations',
    training: 'Training',
    optimizer: 'Optimizer',
    evaluation: 'Evaluation and samples',
    data: 'Split and lengths',
    device: 'Seed and device',
    length: 'run length',
    epochs: 'epochs',
    steps: 'steps',
    schedule: 'schedule',
    schedules: { constant: 'constant', linear: 'linear', cosine: 'cosine' },
    warmup: 'SFT warm-up first',
    warmupHelp: 'Imitates the chosen side before the first preference stage: SimPO’s Base setup.',
    backend: 'backend',
    backends: { auto: 'best there is', webgpu: 'WebGPU', wasm: 'wasm (CPU)', cpu: 'plain JavaScript' },
    auto: 'auto',
    reset: (label: string) => `Back to the default: ${label}`,
    slider: (label: string) => `${label}, slider`,
    withUnit: (sentence: string, unit: string) => `${sentence} Unit: ${unit}.`,
  },

  samples: {
    title: 'Samples',
    base: 'base',
    policy: 'policy',
    at: (step: number) => `at step ${step}`,
    fromRecording: 'from the recorded run',
    before: 'from the run before',
    waiting: 'Here the same prompts are answered by the base and by the model being tuned.',
    judge: 'Judge’s score, 0 to 1: how much of what was wanted this text has.',
    legend: 'new words',
    score: (value: string) => `judge ${value}`,
    cut: 'cut at the length limit',
    all: (n: number) => `Show all ${n}`,
    fewer: 'Show fewer',
    own: 'Try your own prompt',
    ownLabel: 'Your own prompt',
    ownHelp: 'Answered by base and policy as they are now.',
    ask: 'Sample',
    asking: 'Writing',
    edit: 'Take this prompt to change it',
    same: 'The policy is still the base.',
    none: 'This run drew no samples.',
  },

  undo: { undo: 'Undo', close: 'Close' },

  notices: { title: 'Worth knowing', dismiss: 'Dismiss' },

  error: { dismiss: 'Dismiss this message', code: 'code' },

  help: {
    title: 'How this works',
    close: 'Close',
    lead: [
      'A small language model is tuned on pairs of answers: one chosen, one rejected. The objective raises the chosen above the rejected. Everything is computed in this tab; no text leaves it.',
      'Press Play. Watch the reward margin leave zero, then the samples change, then the win rate. Then choose another objective and play again.',
    ],
    models: 'Three models by name',
    modelLines: [
      ['base', 'the model before the run'],
      ['reference', 'the model at the start of the stage'],
      ['policy', 'the model being trained'],
    ],
    words: 'Words on this page',
    wordLines: [
      ['log-prob', 'how likely the model finds a text: the natural logarithm of its probability, in nats'],
      ['reward', 'what the objective counts as worth, made of log-probs; the formula says how'],
      ['margin', 'reward of chosen minus reward of rejected'],
      ['held out', 'pairs that are never trained on'],
      ['win rate', 'how often the judge, a program that knows what was wanted, prefers the policy’s sample'],
      ['ρ, within', 'whether longer texts get more log-prob per token, among chosen and among rejected apart'],
      ['ρ, pooled', 'the same over all texts at once'],
      ['KL', 'how far the policy has moved from the base'],
      ['LoRA', 'a way to tune a large model: its weights stay as they are, small matrices beside them are trained'],
      ['adapter', 'those small matrices: a file of a few megabytes that belongs to one model'],
      ['merged', 'a model with its adapter reckoned into its weights: used like any other model'],
      ['16 bits', 'half the memory per weight, and enough for weights that stay as they are'],
    ],
    shortcuts: 'Shortcuts',
    /** What each action does, beside its shortcut. */
    keys: {
      toggle: 'play or pause',
      step: 'one optimizer step',
      stop: 'end the run and keep what it reached',
      reset: 'reset to the base model',
      compare: 'list of runs, to compare them',
      undo: 'take back what was deleted last',
      help: 'this page',
    },
    spaceKey: 'Space',
  },
} as const
