/** @file Tokens per second of generation, for one text and for many at once. */
import { STANDARD } from '../network'
import { median } from '../statistics'
import { table } from '../table'
import type { Context } from './context'
import { seriesBackend, withOurs } from './measure-ours'

export interface GenerationPoint {
  backend: string
  prompts: number
  newTokens: number
  tokensPerSecond: number
}

const NEW_TOKENS = 32
const PROMPTS = [1, 8, 32]
const ROUNDS = 3

export async function runGeneration(context: Context): Promise<GenerationPoint[]> {
  const backend = seriesBackend(context)
  const points = await withOurs(context, { shape: STANDARD, backend }, async (arm) => {
    const points: GenerationPoint[] = []
    for (const prompts of PROMPTS) {
      const rates: number[] = []
      // The first round compiles.
      for (let round = 0; round <= ROUNDS; round++) {
        const { ms, tokens } = await arm.call('generate', prompts, NEW_TOKENS)
        if (round > 0) rates.push((1000 * tokens) / ms)
      }
      points.push({ backend, prompts, newTokens: NEW_TOKENS, tokensPerSecond: median(rates) })
    }
    return points
  })
  const lines = points.map(({ prompts, tokensPerSecond }) => [String(prompts), tokensPerSecond])
  console.log(`\nours on ${backend}, ${NEW_TOKENS} new tokens each\n${table(['texts at once', 'tokens/s'], lines)}`)
  return points
}
