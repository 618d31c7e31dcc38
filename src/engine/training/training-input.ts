/** @file All that a run is made of. */
import type { Judge } from '../../protocol/preference'
import type { RunConfig } from '../../protocol/run-config'
import type { Decoder, Parameters, Tensors } from '../model/decoder'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { TextTokenizer } from '../tokenizer/tokenizer'
import type { SamplePrompt } from './sampling'

export interface TrainingInput {
  /** With the adapter's names, where one is trained. */
  decoder: Decoder
  /** The model before the run, any adapter off; never changed, never disposed of. */
  base: Parameters
  /** Where what is trained begins: the base's own weights, or an adapter; never changed, never disposed of. */
  start: Tensors
  /** An adapter that was trained before: the run begins elsewhere than at the base. */
  startsFromAdapter: boolean
  /** Frees `start`, where it was made for this run. */
  dispose(): void
  /** Run blocks again in backward instead of keeping what they saved. */
  recompute: boolean
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
