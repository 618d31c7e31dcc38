/** @file All that a run is made of. */
import type { Judge } from '../../protocol/preference'
import type { RunConfig } from '../../protocol/run-config'
import type { Decoder, Parameters } from '../model/decoder'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { TextTokenizer } from '../tokenizer/tokenizer'
import type { SamplePrompt } from './sampling'

export interface TrainingInput {
  decoder: Decoder
  /** The model before the run; never changed, never disposed of. */
  base: Parameters
  tokenizer: TextTokenizer | null
  padId: number
  config: RunConfig
  pairs: TokenizedPair[]
  heldOut: TokenizedPair[]
  samplePrompts: SamplePrompt[]
  judge: Judge | null
  /** Bytes held by the backend. */
  memoryBytes: () => number
}
