/** @file How a step of ours grows with tokens per batch, with parameters and with the vocabulary. */
import { matrixFlops, parameterCount, rows, type Shape, STANDARD } from '../network'
import { figure, megabytes, table } from '../table'
import type { Context } from './context'
import { type OursResult, seriesBackend, timeSteps, withOurs } from './measure-ours'

export interface GrowthPoint extends OursResult {
  series: 'tokens' | 'parameters' | 'vocabulary'
  shape: Shape
  tokens: number
  parameters: number
  flops: number
}

const TOKENS = [256, 512, 1024, 2048, 4096]
const VOCABULARIES = [512, 2048, 8192, 32_768, 50_257]
/** Layers, width, heads: 0.2 to 10 million parameters. */
const SIZES = [
  [3, 64, 2],
  [4, 128, 4],
  [6, 192, 6],
  [8, 256, 8],
  [8, 320, 10],
] as const

const POINTS: [GrowthPoint['series'], Shape][] = [
  ...TOKENS.map((tokens): [GrowthPoint['series'], Shape] => [
    'tokens',
    { ...STANDARD, pairs: tokens / STANDARD.tokens / 2 },
  ]),
  ...SIZES.map(([layers, width, heads]): [GrowthPoint['series'], Shape] => [
    'parameters',
    { ...STANDARD, layers, width, heads },
  ]),
  ...VOCABULARIES.map((vocab): [GrowthPoint['series'], Shape] => ['vocabulary', { ...STANDARD, vocab }]),
]

export async function runGrowth(context: Context): Promise<{ backend: string; points: GrowthPoint[] }> {
  const backend = seriesBackend(context)
  const points: GrowthPoint[] = []
  for (const [series, shape] of POINTS) {
    const result = await withOurs(context, { shape, backend }, (arm) => timeSteps(arm))
    const tokens = rows(shape) * shape.tokens
    points.push({ series, shape, tokens, parameters: parameterCount(shape), flops: matrixFlops(shape), ...result })
  }
  for (const series of ['tokens', 'parameters', 'vocabulary'] as const) printSeries(backend, series, points)
  return { backend, points }
}

function printSeries(backend: string, series: GrowthPoint['series'], points: GrowthPoint[]): void {
  const lines = points
    .filter((point) => point.series === series)
    .map(({ tokens, parameters, shape, ms, flops, peakBytes, dispatches }) => [
      figure(series === 'tokens' ? tokens : series === 'parameters' ? parameters : shape.vocab),
      ms.median,
      ms.min,
      ms.count,
      (1000 * ms.median) / tokens,
      flops / ms.median / 1e6,
      dispatches || null,
      peakBytes ? megabytes(peakBytes) : null,
    ])
  const header = [series, 'median ms', 'min', 'n', 'µs per token', 'GFLOP/s', 'dispatches', 'peak MB']
  console.log(`\nours on ${backend}\n${table(header, lines)}`)
}
