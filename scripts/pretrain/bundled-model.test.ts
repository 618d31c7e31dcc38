/** @file The bundled model as it lies in public/models: it writes whole texts of its world, with room to move. */
import { statSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../../src/cli/load-model'
import { loadPreferenceSet, PREFERENCE_SETS } from '../../src/datasets/world/preference-sets'
import { generate } from '../../src/engine/model/generate'
import { useNodeBackend } from '../../tests/support/node-backend'

const FOLDER = 'public/models/small-world'
const PROMPTS = 60

/** Mean score of what the model writes for a set's prompts, and the share of texts that end by themselves. */
async function sampleSet(id: string) {
  const { model } = await loadModel(FOLDER)
  const { prompts, judge } = loadPreferenceSet(id)
  const tokenizer = model.tokenizer!
  const asked = prompts.slice(0, PROMPTS)
  const ids = asked.map((prompt) => tokenizer.encode(prompt, { addSpecial: true }))
  const sampling = { maxNewTokens: 96, temperature: 0.8, topK: 0, topP: 1, seed: 1, eosIds: tokenizer.eosIds }
  const drawn = await generate(model.decoder, model.parameters, ids, sampling)
  const scores = drawn.map(({ ids }, i) => judge(asked[i]!, tokenizer.decode(ids, { skipSpecial: true })))
  return {
    score: scores.reduce((sum, score) => sum + score, 0) / PROMPTS,
    ended: drawn.filter(({ finished }) => finished === 'eos').length / PROMPTS,
  }
}

describe('the bundled model', () => {
  beforeAll(() => useNodeBackend('wasm'))

  it('is at most 4 MB to download', () => {
    expect(statSync(`${FOLDER}/model.safetensors`).size).toBeLessThan(4e6)
  })

  it.each(PREFERENCE_SETS.map(({ id }) => id))('leaves room to move in %s, and ends what it writes', async (id) => {
    const { score, ended } = await sampleSet(id)
    expect(score).toBeGreaterThan(0.1)
    expect(score).toBeLessThan(0.4)
    expect(ended).toBeGreaterThan(0.95)
  })
})
