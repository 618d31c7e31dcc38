/** @file The command line: `bench [PART ...] [--name NAME] [--rounds N] [--backend B] [--only A,B] [--layers N] [--hardware]`. */
import { parseArgs } from 'node:util'

export const PARTS = ['step', 'simpo', 'growth', 'generation', 'flatness', 'memory', 'page'] as const
export type Part = (typeof PARTS)[number]

export interface Options {
  parts: Part[]
  /** Of the file in bench/results. */
  name: string
  /** Timed steps of each contender, at most. */
  rounds: number
  /** Steps go on until they took this long in all, or `rounds` is reached; three are always made. */
  budgetMs: number
  /** For the series; else webgpu on a GPU, and wasm where WebGPU is software. */
  backend?: 'webgpu' | 'wasm'
  /** Contenders of the step; models of the memory. */
  only?: string[]
  /** Of the models whose memory is measured: fewer, for a quick look. */
  layers?: number
  /** Use the machine's GPU. */
  hardware: boolean
}

export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      rounds: { type: 'string', default: '15' },
      budget: { type: 'string', default: '15' },
      backend: { type: 'string' },
      only: { type: 'string' },
      layers: { type: 'string' },
      hardware: { type: 'boolean', default: false },
    },
  })
  for (const part of positionals) {
    if (!PARTS.includes(part as Part)) throw new Error(`no part is named ${part}; there are ${PARTS.join(', ')}`)
  }
  if (values.backend !== undefined && values.backend !== 'webgpu' && values.backend !== 'wasm') {
    throw new Error('--backend is webgpu or wasm')
  }
  const parts = positionals.length > 0 ? (positionals as Part[]) : [...PARTS]
  return {
    parts,
    name: values.name ?? (positionals.length > 0 ? parts.join('-') : 'latest'),
    rounds: Number(values.rounds),
    budgetMs: 1000 * Number(values.budget),
    backend: values.backend,
    only: values.only?.split(','),
    layers: values.layers === undefined ? undefined : Number(values.layers),
    hardware: values.hardware,
  }
}
