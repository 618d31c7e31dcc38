/** @file A person's prompt, answered by the base, by the policy as it is now, or twice by the policy. */
import type { Decoder, Parameters } from '../engine/model/decoder'
import { encodePrompt, isChat } from '../engine/preference/encode-completion'
import type { LanguageModel } from '../engine/training/language-model'
import { drawSamples, type SamplePrompt, type SamplingInput } from '../engine/training/sampling'
import { adaptedModel } from '../engine/training/tuning'
import { AppError } from '../protocol/errors'
import type { Sample } from '../protocol/train-events'
import type { OpenedData } from './load-data'
import type { RunLoop } from './run-loop'

type Wishes = Pick<SamplingInput, 'generation' | 'seed' | 'judge'>

/** @throws AppError `model/no-tokenizer`. */
export function promptFor({ tokenizer, chat }: LanguageModel, data: OpenedData | null, prompt: string): SamplePrompt {
  if (!tokenizer)
    throw new AppError('model/no-tokenizer', 'This model has no tokenizer.json.', 'Add it to the folder to write text.')
  // A model that is tuned on conversations is asked as in one.
  const isConversation = chat !== null && data?.pairs[0] !== undefined && isChat(data.pairs[0].prompt)
  const asked = isConversation ? [{ role: 'user', content: prompt }] : prompt
  return { text: prompt, ids: encodePrompt(asked, tokenizer, chat) }
}

const plain = ({ text, tokens, ended, score }: Sample): Sample => ({ text, tokens, ended, score })

export async function samplesOfBase(model: LanguageModel, prompts: SamplePrompt[], wishes: Wishes): Promise<Sample[]> {
  const { decoder, parameters, tokenizer } = model
  return (await drawSamples(parameters, prompts, { ...wishes, decoder, tokenizer })).map(plain)
}

/** Draws from one policy, as often as it is called. */
type Draw = (prompts: SamplePrompt[], wishes: Wishes) => Promise<Sample[]>

/** With the run as it is now, or a loaded adapter; null where there is neither. */
async function withPolicy<T>(
  model: LanguageModel,
  loop: RunLoop | null,
  use: (draw: Draw) => Promise<T>,
): Promise<T | null> {
  const { tokenizer } = model
  const drawFrom =
    (decoder: Decoder, policy: Parameters): Draw =>
    async (prompts, wishes) =>
      (await drawSamples(policy, prompts, { ...wishes, tokenizer, decoder })).map(plain)
  if (!loop) {
    const adapted = adaptedModel(model)
    return adapted && use(drawFrom(adapted.decoder, adapted.policy))
  }
  // Training goes on meanwhile and frees what it replaces: the sample holds on to the policy of this moment.
  const { decoder, policy, dispose } = loop.training.snapshot()
  try {
    return await use(drawFrom(decoder, policy))
  } finally {
    dispose()
  }
}

/** Null where there is no policy but the base. */
export function samplesOfPolicy(
  model: LanguageModel,
  loop: RunLoop | null,
  prompts: SamplePrompt[],
  wishes: Wishes,
): Promise<Sample[] | null> {
  return withPolicy(model, loop, (draw) => draw(prompts, wishes))
}

/** Draws before two of the same text are taken as all that the model has to say. */
const DRAWS = 4

async function twoOf(draw: Draw, prompt: SamplePrompt, wishes: Wishes): Promise<[Sample, Sample]> {
  const { seed, generation } = wishes
  // Without chance there is nothing to hope for in another draw.
  const draws = generation.temperature === 0 || generation.topK === 1 ? 1 : DRAWS
  let [first, second] = await draw([prompt, prompt], wishes)
  for (let i = 1; i < draws && first!.text === second!.text; i++) {
    ;[, second] = await draw([prompt, prompt], { ...wishes, seed: seed + i })
  }
  return [first!, second!]
}

/**
 * Both by the same policy, that of this moment; before any run the base stands for it. They may be the same text, where
 * the model knows no other.
 */
export async function twoCompletions(
  model: LanguageModel,
  loop: RunLoop | null,
  prompt: SamplePrompt,
  wishes: Wishes,
): Promise<[Sample, Sample]> {
  const proposed = await withPolicy(model, loop, (draw) => twoOf(draw, prompt, wishes))
  return proposed ?? twoOf((prompts, given) => samplesOfBase(model, prompts, given), prompt, wishes)
}
