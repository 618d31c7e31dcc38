/** @file Words of labelling pairs. */
import { plural } from '../plural'

export const labelling = {
  title: 'Which is better?',
  lead: 'Two completions by the model: pick one with a key. The judge’s score is hidden until then.',
  prompts: 'Prompts',
  from: { data: 'from the data', own: 'my own' },
  turn: (at: number, of: number) => `${at} of ${of}`,
  prompt: 'Prompt',
  ownPrompt: 'Your prompt',
  ownHint: 'Type a prompt, then ask.',
  ask: 'Ask',
  change: 'Change this prompt',
  loaded: (model: string) => `by ${model}, as it was loaded`,
  atStep: (model: string, step: number) => `by ${model} at step ${step.toLocaleString('en')}`,
  side: ['A', 'B'] as readonly string[],
  completion: (side: string) => `Completion ${side}`,
  textOf: (side: string) => `Text of completion ${side}`,
  writing: 'Writing',
  written: 'A and B are written.',
  nothing: 'nothing: it ended at once',
  cut: 'cut at the length limit',
  edited: 'edited',
  verbs: {
    label: 'Verdict',
    more: 'Other verbs',
    first: 'A is better',
    second: 'B is better',
    tie: 'Tie',
    edit: 'Edit both',
    done: 'Done',
    undo: 'Undo',
    next: 'Next prompt',
  },
  again: 'Draw again',
  warmer: (temperature: string) => `Set the temperature to ${temperature}`,
  flaw: {
    prompt: 'The prompt is empty.',
    equal: 'Both are the same text.',
    empty: 'One text is empty: edit it, or go on.',
  },
  verdict: {
    picked: (side: string) => `${side} was preferred.`,
    none: 'Neither: no pair was made.',
    scores: (a: string, b: string) => `Judge: A ${a}, B ${b}.`,
    agrees: 'It agrees.',
    differs: 'It would have picked the other.',
    even: 'It sees no difference.',
  },
  writes: 'How it writes',
  writesNow: (temperature: string, tokens: string) => `temperature ${temperature}, up to ${tokens} tokens`,
  obstacle: {
    replay:
      'Labelling takes a model that writes, and here recorded runs are only shown. Open this page on a computer. Pairs that are kept here can be edited and downloaded all the same.',
    device: 'The engine did not start, so nothing can be written. Reload the page.',
    model: 'No model is loaded. Choose one in section 2, Model.',
    tokenizer:
      'This model came without a tokenizer.json, so it cannot read or write text. Add the file to its folder, or choose another model in section 2, Model.',
    prompts: 'The loaded data have no prompt that can be asked as one text. Choose other data, or type a prompt.',
  },
  set: {
    title: 'My pairs',
    agreement: (agreed: number, of: number) => `the judge agrees in ${agreed} of ${of}`,
    empty: 'None yet. What you pick above, or type, collects here and is kept in this browser.',
    memory: 'This browser keeps nothing here: download the pairs before you close the page.',
    few: 'Below 8 pairs there is little to see: a share of them is held out and never trained on.',
    left: (n: number) =>
      n === 1
        ? 'One pair cannot be trained on, and is left out of data and downloads.'
        : `${n} pairs cannot be trained on, and are left out of data and downloads.`,
    mixed: 'Some pairs are conversations and some plain text: the downloads have all of them as conversations.',
    older: 'The loaded data are an older state of your pairs.',
    loaded: 'They are loaded: section 1 shows them, and Play trains on them.',
    loadedInRun:
      'They are loaded: section 1 shows them. A run that is under way keeps the data it began with; the next one takes these.',
    loadedBut: (missing: string) => `They are loaded: section 1 shows them. No run can begin yet. ${missing}.`,
    locked:
      'The link of this class keeps the data as they are: pairs can be collected and downloaded here, not trained on.',
    reload: 'Load them again',
    train: 'Train on these',
    beside: 'Add to the loaded data',
    jsonl: 'Download JSONL',
    csv: 'Download CSV',
    open: 'Open labels',
    openHelp: 'Adds the pairs of a JSONL file with prompt, chosen and rejected to this set.',
    add: 'Type a pair',
    clear: 'Delete all',
    deleted: (n: number) => `Deleted ${plural(n, 'pair', 'pairs')} of yours`,
    opened: (n: number, known: number) =>
      known === 0
        ? `Added ${plural(n, 'pair', 'pairs')}`
        : `Added ${plural(n, 'pair', 'pairs')}; ${known} ${known === 1 ? 'was' : 'were'} here already`,
    more: (n: number) => `Show ${n} more`,
    list: 'My pairs, newest first',
  },
  typing: {
    joins: (n: number) =>
      n === 0
        ? 'What you use is kept in this browser, as “My pairs” under Label, where it can be edited.'
        : `They join the ${plural(n, 'pair', 'pairs')} of “My pairs”, under Label.`,
    useAll: (fresh: number, all: number) =>
      `Add ${plural(fresh, 'pair', 'pairs')} and use all ${all.toLocaleString('en')}`,
  },
  pair: {
    edit: 'Edit this pair',
    swap: 'Swap chosen and rejected',
    remove: 'Delete this pair',
    save: 'Save',
    add: 'Add',
    cancel: 'Cancel',
    typed: 'typed',
    file: (name: string) => `from ${name}`,
    judge: (chosen: string, rejected: string) => `judge ${chosen} against ${rejected}`,
    flaw: {
      prompt: 'No prompt: cannot be trained on.',
      equal: 'Both texts are the same: cannot be trained on.',
      empty: 'A text is empty: cannot be trained on.',
    },
    joined: 'A completion follows the prompt directly: begin it with a space, if there should be one.',
  },
} as const
