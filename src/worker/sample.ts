/** @file A person's prompt, answered by the base, by the policy as it is now, or twice by the policy. */
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

/** Of the run as it is now, or of a loaded adapter; null where there is neither. */
export async function samplesOfPolicy(
  model: LanguageModel,
  loop: RunLoop | null,
  prompts: SamplePrompt[],
  wishes: Wishes,
): Promise<Sample[] | null> {
  const { tokenizer } = model
  if (!loop) {
    const adapted = adaptedModel(model)
    if (!adapted) return null
    return (await drawSamples(adapted.policy, prompts, { ...wishes, tokenizer, decoder: adapted.decoder })).map(plain)
  }
  // Training goes on meanwhile and frees what it replaces: the sample holds on to the policy of this moment.
  const { decoder, policy, dispose } = loop.training.snapshot()
  try {
    return (await drawSamples(policy, prompts, { ...wishes, tokenizer, decoder })).map(plain)
  } finally {
    dispose()
  }
}

/** Draws before two of the same text are taken as all that the model has to say. */
const DRAWS = 4

/** Before any run the base stands for the policy. Both may be the same text, where the model knows no other. */
export async function twoCompletions(
  model: LanguageModel,
  loop: RunLoop | null,
  prompt: SamplePrompt,
  wishes: Wishes,
): Promise<[Sample, Sample]> {
  const draw = async (seed: number) => {
    const drawn = { ...wishes, seed }
    const samples = await samplesOfPolicy(model, loop, [prompt, prompt], drawn)
    return samples ?? (await samplesOfBase(model, [prompt, prompt], drawn))
  }
  let [first, second] = await draw(wishes.seed)
  for (let i = 1; i < DRAWS && first!.text === second!.text; i++) second = (await draw(wishes.seed + i))[1]
  return [first!, second!]
}
