/** @file Labels of the settings, and one sentence for each about what happens when it goes up. */
import type { FieldPath } from '../../store/fields'

interface FieldText {
  label: string
  unit?: string
  /** What happens when the value goes up. */
  up: string
}

export const fields: Record<FieldPath, FieldText> = {
  'objective.beta': { label: 'beta', up: 'Up: stays nearer to the reference, changes less.' },
  'objective.gammaBetaRatio': { label: 'γ/β', up: 'Up: asks for a wider margin before it rests.' },
  'objective.lambda': { label: 'lambda', up: 'Up: weighs the preference more against fluency.' },
  'objective.labelSmoothing': {
    label: 'label smoothing',
    up: 'Up: trusts the labels less; margins stay smaller. Below 0.5.',
  },
  'objective.sftWeight': {
    label: 'SFT weight',
    up: 'Up: holds on to the chosen text itself; its log-prob falls less.',
  },
  'stages.count': { label: 'stages', up: 'Up: the reference follows the policy more often.' },
  'tuning.rank': {
    label: 'rank',
    up: 'Up: can learn more, takes more memory.',
  },
  'tuning.alpha': { label: 'alpha', up: 'Up: the adapter counts for more.' },
  'tuning.dropout': {
    label: 'dropout',
    up: 'Up: memorises less, learns more slowly.',
  },
  'optimizer.learningRate': { label: 'learning rate', up: 'Up: learns faster, then breaks.' },
  'optimizer.warmupRatio': { label: 'warm-up', up: 'Up: a longer, gentler rise of the learning rate at the start.' },
  'optimizer.weightDecay': { label: 'weight decay', up: 'Up: pulls the weights towards zero more strongly.' },
  'optimizer.maxGradNorm': {
    label: 'max grad norm',
    up: 'Up: lets larger gradients through unchanged. 0 switches clipping off.',
  },
  'training.batchSize': {
    label: 'batch size',
    unit: 'pairs',
    up: 'Up: smoother curves, fewer steps in an epoch, more memory.',
  },
  'training.gradientAccumulation': {
    label: 'accumulation',
    unit: 'parts',
    up: 'Up: the same result in less memory, somewhat slower.',
  },
  'training.epochs': { label: 'epochs', unit: 'passes', up: 'Up: trains longer; beyond some point it overfits.' },
  'training.maxSteps': { label: 'steps', unit: 'steps', up: 'Up: trains longer; each stage gets this many.' },
  'warmup.epochs': { label: 'warm-up epochs', unit: 'passes', up: 'Up: imitates the chosen side for longer first.' },
  'warmup.learningRate': { label: 'warm-up rate', up: 'Up: the imitation moves the model further.' },
  'data.labelNoise': { label: 'label noise', up: 'Up: more pairs are swapped on purpose, to see what breaks.' },
  'data.heldOutShare': { label: 'held out', up: 'Up: steadier held-out figures, fewer pairs to train on.' },
  'data.heldOutMax': {
    label: 'held out max',
    unit: 'pairs',
    up: 'Up: steadier held-out figures, slower evaluation.',
  },
  'data.maxLength': { label: 'longest pair', unit: 'tokens', up: 'Up: cuts fewer texts, needs more memory.' },
  'data.maxPromptLength': {
    label: 'longest prompt',
    unit: 'tokens',
    up: 'Up: keeps more of long prompts, leaves less room for completions.',
  },
  'evaluation.evalSteps': {
    label: 'evaluate every',
    unit: 'steps',
    up: 'Up: faster training, coarser held-out curves.',
  },
  'evaluation.samplePrompts': {
    label: 'sample prompts',
    unit: 'prompts',
    up: 'Up: a steadier win rate, slower evaluation.',
  },
  'evaluation.tokenPairs': {
    label: 'token by token',
    unit: 'pairs',
    up: 'Up: more held-out pairs whose every token can be looked at under Inside.',
  },
  'generation.maxNewTokens': {
    label: 'new tokens',
    unit: 'tokens',
    up: 'Up: samples may grow longer before they are cut.',
  },
  'generation.temperature': { label: 'temperature', up: 'Up: samples grow more varied and less likely. 0 is greedy.' },
  'generation.topK': { label: 'top-k', unit: 'tokens', up: 'Up: more words to choose from. 0 keeps all.' },
  'generation.topP': { label: 'top-p', up: 'Up: keeps more of the unlikely words. 1 keeps all.' },
  seed: { label: 'seed', up: 'Another seed: another split, order and sampling. The same seed: the same curve.' },
}
