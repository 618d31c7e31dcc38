/** @file Words of the model section: the model, its adapter, how it is tuned, and the memory that takes. */
import { plural } from '../plural'

export const model = {
  title: 'Model',
  choose: 'Files',
  folder: 'Folder',
  adapter: 'Adapter',
  back: 'Back to the bundled model',
  save: 'Save the tuned model',
  saveMerged: 'Save merged model',
  saveMergedHelp: 'The model with the adapter reckoned into its weights: a folder that any other tool loads.',
  saveAdapter: 'Save adapter',
  saveAdapterHelp: 'The adapter alone, in the form of PEFT: small, and needs the base model to be used.',
  packing: 'Packing',
  unsaved: 'The tuned model is not saved and would be lost.',
  anyway: { load: 'Load anyway', remove: 'Remove anyway' },
  keep: 'Keep it',
  files: 'config.json, tokenizer.json and the .safetensors files of a Hugging Face folder.',
  folderHelp: 'A Hugging Face folder on this computer: a model or an adapter.',
  adapterHelp: 'A LoRA adapter: adapter_config.json and adapter_model.safetensors, as PEFT writes them.',
  unnamed: 'own model',
  missing: (names: string) => `Missing: ${names}.`,
  remedy: 'Select all files of the model’s folder at once, or drop the folder.',
  inRun: 'A run is under way, and it stands on the model that is loaded.',
  inRunRemedy: 'Stop or reset the run, then load another model.',
  loading: (part: string) => `Loading ${part}`,
  loadingOne: (name: string) => `Loading ${name}`,
  of: (loaded: string, total: string) => `${loaded} of ${total}`,
  rate: (rate: string) => `${rate}/s`,
  left: (time: string) => `${time} left`,
  opening: 'Opening',
  ready: (name: string) => `${name} is loaded.`,
  progressState: { checking: 'Checking what is here already', waiting: 'Waiting to go on' },
  cancel: 'Cancel',
  parameters: (n: string) => `${n} parameters`,
  willTake: (bytes: string, pairs: number, tokens: number) =>
    `Training will take about ${bytes}, at ${pairs} pairs of ${tokens} tokens.`,
  willFit: {
    fits: 'That fits.',
    unsure: 'That may not fit: fewer pairs at a time or shorter ones take less.',
    'too-large': 'That is too much for this device: fewer pairs at a time or shorter ones take less.',
  },
  layers: (n: number) => plural(n, 'layer', 'layers'),
  context: (n: number) => `context ${n.toLocaleString('en')}`,
  halfWeights: 'in 16 bits',
  noTokenizer: 'No tokenizer: only rows of token ids can be used.',
} as const

export const adapter = {
  unnamed: 'own adapter',
  missing: (name: string) => `Missing: ${name}.`,
  remedy: 'Select adapter_config.json and adapter_model.safetensors together.',
  loading: 'Loading the adapter',
  facts: (name: string, rank: number, kinds: number, numbers: string) =>
    `Adapter ${name}: rank ${rank}, on ${plural(kinds, 'kind', 'kinds')} of layers, ${numbers} numbers.`,
  meaning: 'Play goes on from it; samples compare it with the base.',
  remove: 'Remove adapter',
} as const

export const tuning = {
  label: 'What is trained',
  methods: { full: 'Every weight', lora: 'LoRA adapter' },
  meaning: {
    full: 'Every weight of the model is trained. Right for small models.',
    lora: 'LoRA freezes the weights and trains a small adapter beside them: far less memory.',
  },
  frozen: 'Weights held in 16 bits stay frozen.',
  frozenFix: 'Load in 32 bits to train every one',
  byAdapter: 'Rank, alpha and layers are those of the loaded adapter.',
  fullWithAdapter: 'The loaded adapter is trained on; remove it to train every weight.',
  details: 'Adapter details',
  allLayers: 'all linear layers',
  someLayers: (n: number, all: number) => `${n} of ${all} kinds of layers`,
  layers: 'On these layers',
  layersHelp: 'More layers: can learn more, takes more memory.',
  layersReset: 'All',
  rsLora: 'rsLoRA',
  rsLoraHelp: 'Scales by alpha / √rank instead of alpha / rank: a high rank then learns as readily as a low one.',
} as const

export const memory = {
  title: 'Memory',
  gpu: 'GPU memory',
  cpu: 'memory',
  about: (bytes: string) => `about ${bytes}`,
  none: '–',
  parts: {
    weights: 'weights',
    trained: 'adapter',
    copy: 'trained copy',
    gradients: 'gradients',
    optimizer: 'optimizer',
    activations: 'activations',
  },
  part: (name: string, bytes: string) => `${name} ${bytes}`,
  basis: (pairs: number, tokens: number, recompute: boolean) =>
    `At ${plural(pairs, 'pair', 'pairs')} of up to ${plural(tokens, 'token', 'tokens')} at once${
      recompute ? ', blocks computed again' : ''
    }.`,
  partsHelp: 'The largest that a run with these settings holds at once.',
  verdict: {
    unsure: 'It may not fit.',
    'too-large': 'Too large for this device.',
  },
  above: (limit: string) => `About ${limit} can be counted on; the browser does not tell how much there is.`,
  largest: (bytes: string) => `One part of it, ${bytes}, is more than this device takes in one piece.`,
  noRemedy: 'A smaller model would fit.',
  apply: 'Change it',
  settings: 'Memory and precision',
  recompute: 'recompute',
  recomputes: { auto: 'when needed', on: 'always', off: 'never' },
  recomputeHelp: 'Always: blocks are computed again for their gradients instead of being kept: less memory, slower.',
  baseWeights: 'base weights',
  baseWeightsAll: { auto: 'as fits best', f32: '32 bits', '16-bit': '16 bits' },
  baseWeightsOnGpu: 'Without a GPU they are always held in 32 bits.',
  baseWeightsHelp: 'In 16 bits frozen weights take half the memory; they cannot be trained. Changing it loads anew.',
} as const
