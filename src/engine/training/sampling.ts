/** @file The same prompts, with the same random numbers, continued by base and policy; the judge scores both. */
import type { Judge } from '../../protocol/preference'
import type { GenerationConfig } from '../../protocol/run-config'
import type { Sample } from '../../protocol/train-events'
import type { Decoder, Parameters } from '../model/decoder'
import { generate } from '../model/generate'
import type { TextTokenizer } from '../tokenizer/tokenizer'

export interface SamplePrompt {
  text: string
  ids: number[]
}

export interface SamplingInput {
  decoder: Decoder
  tokenizer: TextTokenizer | null
  generation: GenerationConfig
  seed: number
  judge: Judge | null
}

/** A sample with its token ids, which the repetition figure is counted on. */
export interface DrawnSample extends Sample {
  ids: number[]
}

/** Continues every prompt once. Without a tokenizer the text is the list of ids. */
export async function drawSamples(
  parameters: Parameters,
  prompts: SamplePrompt[],
  { decoder, tokenizer, generation, seed, judge }: SamplingInput,
): Promise<DrawnSample[]> {
  if (prompts.length === 0) return []
  const completions = await generate(
    decoder,
    parameters,
    prompts.map((prompt) => prompt.ids),
    { ...generation, seed, eosIds: tokenizer?.eosIds ?? [] },
  )
  return completions.map(({ ids, finished }, i) => {
    const text = tokenizer ? tokenizer.decode(ids, { skipSpecial: true }) : ids.join(' ')
    const ended = finished === 'eos'
    const score = judge ? judge(prompts[i]!.text, text) : null
    return { text, tokens: ids.length, ended, score, ids }
  })
}
