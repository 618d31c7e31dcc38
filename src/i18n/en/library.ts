/** @file Words of the list of runs, overlays and comparison. */
import { plural } from '../plural'

const runs = (n: number) => plural(n, 'run', 'runs')

export const library = {
  title: 'Runs',
  table: 'Table of runs',
  empty: 'Press Play: every run is kept here, in this browser.',
  /** Where nothing is trained. */
  emptyReplay: 'No run is kept in this browser: training needs a computer. Recorded runs are at the top of the page.',
  opening: 'Reading the runs of this browser',
  forgotten: 'This browser keeps nothing for this page: runs are forgotten when it is closed or reloaded.',
  dropped: (n: number, most: number) =>
    `${runs(n)} made room: the ${most} newest are kept, and all that are pinned. Pin what should stay.`,
  count: runs,
  deleted: (name: string) => `Deleted ${name}.`,
  deletedMany: (n: number) => `Deleted ${runs(n)}.`,
  deleteUnpinned: 'Delete all that are not pinned',
  close: 'Close the list of runs',

  columns: {
    overlay: 'Overlay',
    name: 'Run',
    difference: 'Differs from the run before',
    last: 'last',
    best: 'best',
    cursor: 'at cursor',
    steps: 'steps',
    when: 'when',
    more: 'Pin and more',
  },
  figure: 'Figure',
  secondFigure: 'Second figure',
  noSecond: '+ figure',
  /** Which value is the better one. */
  bestOf: { max: 'The largest value of the run.', min: 'The smallest value of the run.' },
  noBest: 'A mean over one batch jumps about: its best value says little.',
  cursorAt: (axis: string, at: string) => `at ${axis} ${at}`,
  cursorHelp: 'Move the pointer or the arrow keys over a plot: runs that are drawn have a value there.',

  overlay: (name: string) => `Overlay ${name} on the plots`,
  show: (name: string) => `Show ${name} in the plots`,
  showUnderWay: 'A run is under way: stop it, or wait until it is done, to show another.',
  rename: 'Rename',
  renameLabel: (name: string) => `New name of ${name}`,
  pin: (name: string) => `Pin ${name}`,
  unpin: (name: string) => `Unpin ${name}`,
  delete: 'Delete',
  showAgain: 'Show in the plots',
  settings: 'All settings',
  settingsOf: (name: string) => `Settings of ${name}`,
  hideSettings: 'Hide the settings',
  menu: (name: string) => `${name}: more`,
  first: 'the first run',
  recording: 'recorded, not of this browser',
  took: (seconds: string, device: string) => `${seconds} of training on ${device}`,

  states: {
    running: { tag: 'under way', help: 'This run is under way.' },
    completed: { tag: '', help: 'Done: it took all its steps.' },
    stopped: { tag: 'stopped', help: 'It was stopped before its last step.' },
    'non-finite': { tag: 'broke', help: 'A value was not finite, so it ended with its last good weights.' },
    failed: { tag: 'failed', help: 'It ended early, with an error.' },
    interrupted: { tag: 'interrupted', help: 'The page was left in its midst. What it told until then is kept.' },
  },

  /** In the strip above the plots. */
  own: (name: string) => `your run: ${name}`,
  /** In the line of the run's state. */
  ownState: (name: string) => `Your run ${name}, from this browser. Press Play to train it again.`,
  ownSamples: (name: string) => `from ${name}`,
  legend: 'Overlaid runs',
  takeAway: (name: string) => `Take ${name} off the plots`,
  clear: 'Clear',
  /** Of a plot that draws one side of overlaid runs alone. */
  chosenAlone: 'Log-prob of overlaid runs: chosen alone.',

  axis: {
    label: 'x axis',
    step: 'step',
    pairs: 'pairs',
    tokens: 'tokens',
    time: 'time (s)',
  },

  units: {
    margins: (names: string) => `Margins of ${names} have another unit than those of the run shown.`,
    losses: (names: string) => `Losses of ${names} have another unit than those of the run shown.`,
    both: (names: string) => `Margins and losses of ${names} have other units than those of the run shown.`,
    mixed: (margins: string, losses: string) =>
      `Margins of ${margins}, and losses of ${losses}, have other units than those of the run shown.`,
    whyLabel: 'Why?',
    why: 'A reward is what its objective counts: β times a ratio to the reference, or β times a log-prob per token. A margin of 1 is 10 nats at β = 0.1, and 1 nat at β = 1. Accuracy and log-prob per token mean the same for every objective.',
    compare: 'Compare accuracy and log-prob per token instead',
    hidden: (names: string) =>
      `Compare accuracy and log-prob per token. Of ${names}, whatever has another unit is left out of margin and loss.`,
    again: 'Show it again',
  },

  difference: {
    same: 'the same settings',
    instead: (now: string, before: string) => `${now} instead of ${before}`,
    changed: (label: string, before: string, now: string) => `${label} ${before} → ${now}`,
    set: (label: string, value: string) => `${label} ${value}`,
    stageSet: (stage: number, set: string) => `stage ${stage}: ${set}`,
    on: 'on',
    off: 'off',
    none: 'none',
    /** What an empty value means. */
    absent: {
      'training.maxSteps': 'by epochs',
      'tuning.targets': 'all layers',
      'data.maxLength': 'the model’s',
      'data.maxPromptLength': 'the model’s',
    } as Record<string, string>,
    /** Of what has no field of its own on the page, and the symbols of what has. */
    labels: {
      'objective.name': 'objective',
      'objective.beta': 'β',
      'objective.lambda': 'λ',
      'objective.variant': 'form',
      'objective.lengthNormalised': 'divide by length',
      sources: 'data',
      'stages.split': 'chunks',
      'stages.reference': 'reference',
      'stages.overrides': 'stages set apart',
      'warmup.enabled': 'SFT warm-up',
      'optimizer.schedule': 'schedule',
      'optimizer.beta1': 'Adam β₁',
      'optimizer.beta2': 'Adam β₂',
      'optimizer.epsilon': 'Adam ε',
      'tuning.method': 'tuning',
      'tuning.rsLora': 'rsLoRA',
      'tuning.targets': 'layers',
      'tuning.recompute': 'recompute',
      'tuning.baseWeights': 'base weights',
      'evaluation.tokenPairs': 'pairs by token',
      model: 'model',
      adapter: 'adapter',
      backend: 'backend',
    } as Record<string, string>,
  },
} as const
