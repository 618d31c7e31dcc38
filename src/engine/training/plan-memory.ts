/** @file What training will take, of a model that is about to be fetched: judged before it comes, with customary settings. */
import type { MemoryVerdict } from '../../protocol/memory'
import { presetFor, scaleOf } from '../../protocol/presets'
import { runConfig } from '../../protocol/run-config'
import type { LoadPlan } from '../checkpoint/hf-folder'
import { familyOf } from '../model/families/registry'
import { canBeHalf } from '../ops/half'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import { judgeMemory, type MemoryLimits, type PlannedWeight } from './memory-estimate'

/** Tokens of a pair where the preset has no limit and the model would hold more. */
const TOKENS = 512

/** Under the preset for a model of this size, with pairs as long as that allows. */
export function judgePlan({ decoder, parameters, half }: LoadPlan, limits: MemoryLimits): MemoryVerdict {
  const { config, names } = decoder
  const planned = familyOf(config.family)
    .weights(config)
    .map(({ name, shape }): [string, PlannedWeight] => {
      const size = shape.reduce((a, b) => a * b, 1)
      return [name, { shape, size, half: half && canBeHalf(shape) && name !== names.positions }]
    })
  const settings = runConfig.parse(presetFor('', 'dpo', scaleOf({ parameters, halfWeights: half })))
  const tokens = Math.min(config.context, settings.data.maxLength ?? TOKENS)
  const pairs = Array.from({ length: settings.training.batchSize }, (_, row) => pairOf(tokens, row))
  return judgeMemory({ decoder, parameters: new Map(planned) }, pairs, settings, limits)
}

/** Half of it is completion. */
function pairOf(tokens: number, row: number): TokenizedPair {
  const ids = (length: number): number[] => new Array<number>(length).fill(0)
  const completion = Math.floor(tokens / 2)
  return {
    source: '',
    row,
    prompt: ids(tokens - completion),
    chosen: ids(completion),
    rejected: ids(completion),
    cutPrompt: false,
    cutChosen: false,
    cutRejected: false,
    straddled: false,
    swapped: false,
    pair: { source: '', row, prompt: '', chosen: '', rejected: '' },
  }
}
