/** @file Options of every objective, with defaults. The mathematics lies in engine/objectives, one file each. */
import { z } from 'zod'

const beta = z.number().positive()
const labelSmoothing = z.number().min(0).lt(0.5)
/** Adds this many times the SFT term of the chosen completions. */
const sftWeight = z.number().min(0)

export const dpoOptions = z.object({
  name: z.literal('dpo'),
  beta: beta.default(0.1),
  /** Paper form, noise-corrected form (Chowdhury et al. 2024), hinge (SLiC), or rewards per token. */
  variant: z.enum(['sigmoid', 'robust', 'hinge', 'length-normalised']).default('sigmoid'),
  labelSmoothing: labelSmoothing.default(0),
  sftWeight: sftWeight.default(0),
})

export const ipoOptions = z.object({
  name: z.literal('ipo'),
  beta: beta.default(0.1),
  /** Log-ratios per token (true), or summed as in the authors' first code (false). */
  lengthNormalised: z.boolean().default(true),
  sftWeight: sftWeight.default(0),
})

export const simpoOptions = z.object({
  name: z.literal('simpo'),
  beta: beta.default(2),
  /** The authors' parameter; gamma is beta times this. 0 is the paper's ablation without a target margin. */
  gammaBetaRatio: z.number().min(0).default(0.5),
  variant: z.enum(['sigmoid', 'hinge']).default('sigmoid'),
  /** false is the paper's ablation without length normalisation. */
  lengthNormalised: z.boolean().default(true),
  labelSmoothing: labelSmoothing.default(0),
  sftWeight: sftWeight.default(0),
})

export const orpoOptions = z.object({
  name: z.literal('orpo'),
  lambda: z.number().min(0).default(0.1),
  sftWeight: sftWeight.default(0),
})

export const sftOptions = z.object({ name: z.literal('sft') })

export const objectiveOptions = z.discriminatedUnion('name', [
  dpoOptions,
  ipoOptions,
  simpoOptions,
  orpoOptions,
  sftOptions,
])

export type DpoOptions = z.infer<typeof dpoOptions>
export type IpoOptions = z.infer<typeof ipoOptions>
export type SimpoOptions = z.infer<typeof simpoOptions>
export type OrpoOptions = z.infer<typeof orpoOptions>
export type SftOptions = z.infer<typeof sftOptions>
export type ObjectiveOptions = z.infer<typeof objectiveOptions>
export type ObjectiveName = ObjectiveOptions['name']

/** SimPO's target margin; the authors set gamma/beta, TRL's `simpo_gamma` is gamma itself. */
export const simpoGamma = (options: SimpoOptions): number => options.beta * options.gammaBetaRatio
