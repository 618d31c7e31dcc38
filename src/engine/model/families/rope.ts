/** @file Rotary positions in config.json: `rope_theta` and `rope_scaling`, or both in `rope_parameters` (transformers 5). */
import type { DecoderConfig } from '../config'
import { type ConfigJson, integer, positive, refuse } from './read-config'

const LLAMA3 = 'llama3'

/** Throws on any kind of scaling but llama3: to support one, let `rotaryFrequencies` know it, and accept it here. */
export function readRope(modelType: string, json: ConfigJson): Pick<DecoderConfig, 'ropeTheta' | 'ropeScaling'> {
  const rope = objectAt(modelType, json, 'rope_scaling') ?? objectAt(modelType, json, 'rope_parameters') ?? {}
  const partial = rope.partial_rotary_factor ?? json.partial_rotary_factor ?? 1
  if (partial !== 1) refuse(modelType, 'partial_rotary_factor', partial, 'positions on all of each head')
  const theta =
    rope.rope_theta ?? (json.rope_parameters as ConfigJson | null | undefined)?.rope_theta ?? json.rope_theta
  const ropeTheta = positive({ rope_theta: theta }, 'rope_theta', 10_000)
  const kind = rope.rope_type ?? rope.type ?? 'default'
  if (kind === 'default') return { ropeTheta }
  if (kind !== LLAMA3) refuse(modelType, 'rope_type', kind, `rotary positions of type default or ${LLAMA3}`)
  const factor = positive(rope, 'factor')
  const lowFreqFactor = positive(rope, 'low_freq_factor')
  const highFreqFactor = positive(rope, 'high_freq_factor')
  const originalContext = integer(rope, 'original_max_position_embeddings')
  if (factor < 1) refuse(modelType, 'factor', factor, 'rotary positions slowed down by a factor of at least 1')
  if (lowFreqFactor >= highFreqFactor) {
    refuse(modelType, 'low_freq_factor', lowFreqFactor, `a low_freq_factor below high_freq_factor (${highFreqFactor})`)
  }
  return { ropeTheta, ropeScaling: { factor, lowFreqFactor, highFreqFactor, originalContext } }
}

/** An object with something in it, or undefined. transformers 5 may have one for each kind of layer: those are refused. */
function objectAt(modelType: string, json: ConfigJson, key: string): ConfigJson | undefined {
  const value = json[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) refuse(modelType, key, value, 'an object there')
  const entries = Object.entries(value)
  const nested = entries.find(([, entry]) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
  if (nested) refuse(modelType, key, { [nested[0]]: nested[1] }, 'the same rotary positions in all layers')
  return entries.length > 0 ? (value as ConfigJson) : undefined
}

/** As every version of transformers reads it. */
export function writeRope({ ropeTheta, ropeScaling }: DecoderConfig): ConfigJson {
  return {
    rope_theta: ropeTheta,
    rope_scaling: ropeScaling
      ? {
          rope_type: LLAMA3,
          factor: ropeScaling.factor,
          low_freq_factor: ropeScaling.lowFreqFactor,
          high_freq_factor: ropeScaling.highFreqFactor,
          original_max_position_embeddings: ropeScaling.originalContext,
        }
      : null,
  }
}
