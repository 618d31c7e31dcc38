/** @file What every block of one pass is told alike. */
import type { AttentionContext } from '../ops/attention'
import type { DecoderConfig } from './config'
import type { PassOptions } from './linear-map'

/** What all blocks of one pass share. */
export interface BlockContext extends PassOptions {
  config: DecoderConfig
  attention: AttentionContext
}
