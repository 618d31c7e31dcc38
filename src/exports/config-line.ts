/** @file A run's config in one line of names and symbols, and its loss as a formula in plain characters. */
import { type ObjectiveOptions, simpoGamma } from '../protocol/objectives'
import { parseRunConfig } from '../protocol/parse-run-config'
import { type Method, methodOf } from '../protocol/presets'
import type { RunConfig } from '../protocol/run-config'

export const METHOD_NAMES: Record<Method, string> = {
  dpo: 'DPO',
  sdpo: 'sDPO',
  simpo: 'SimPO',
  ipo: 'IPO',
  orpo: 'ORPO',
  sft: 'SFT',
}

/** Four digits, as the form shows a setting. */
const short = (value: number): string => {
  const rounded = Number(value.toPrecision(4))
  return rounded !== 0 && Math.abs(rounded) < 0.001 ? rounded.toExponential() : String(rounded)
}

/** A recording of an older version may lack settings that came later: those have their defaults. */
export function configLine(given: RunConfig): string {
  const config = parseRunConfig(given)
  const { objective, optimizer, training, tuning, stages, model, sources, seed } = config
  const parts = [
    METHOD_NAMES[methodOf(config)],
    ...('beta' in objective ? [`β ${short(objective.beta)}`] : []),
    ...(objective.name === 'simpo' ? [`γ ${short(simpoGamma(objective))}`] : []),
    ...(objective.name === 'orpo' ? [`λ ${short(objective.lambda)}`] : []),
    ...('variant' in objective && objective.variant !== 'sigmoid' ? [objective.variant] : []),
    `lr ${short(optimizer.learningRate)}`,
    ...(tuning.method === 'lora' ? [`LoRA r ${tuning.rank}`] : []),
    ...(methodOf(config) === 'sdpo' ? [`T ${stages.count}, ${stages.split}`] : []),
    `batch ${training.batchSize}`,
    model,
    sources.join(' + '),
    `seed ${seed}`,
  ]
  return parts.join(' · ')
}

/** With the values in it; `r` are rewards, w the chosen side and l the rejected one. */
export function formulaLines(objective: ObjectiveOptions): string[] {
  const weight = 'sftWeight' in objective ? objective.sftWeight : 0
  const sft = weight > 0 ? ` + ${short(weight)} ℒ_SFT` : ''
  const [loss, reward] = core(objective)
  return [`ℒ = ${loss}${sft}`, ...(reward ? [reward] : [])]
}

function smoothed(z: string, e: number): string {
  return e === 0 ? `−log σ(${z})` : `−${short(1 - e)} log σ(${z}) − ${short(e)} log σ(−(${z}))`
}

function core(o: ObjectiveOptions): [loss: string, reward: string | null] {
  switch (o.name) {
    case 'dpo': {
      const per = o.variant === 'length-normalised' ? ' / |y|' : ''
      const reward = `r = ${short(o.beta)} · log(π(y) / π_ref(y))${per}`
      if (o.variant === 'hinge') return ['max(0, 1 − (r_w − r_l))', reward]
      const e = o.labelSmoothing
      if (o.variant !== 'robust' || e === 0) return [smoothed('r_w − r_l', e), reward]
      const top = `−${short(1 - e)} log σ(r_w − r_l) + ${short(e)} log σ(r_l − r_w)`
      return [`(${top}) / ${short(1 - 2 * e)}`, reward]
    }
    case 'ipo':
      return [
        `(h_w − h_l − 1 / (2 · ${short(o.beta)}))²`,
        `h = log(π(y) / π_ref(y))${o.lengthNormalised ? ' / |y|' : ''}`,
      ]
    case 'simpo': {
      const z = `r_w − r_l − ${short(simpoGamma(o))}`
      const reward = `r = ${short(o.beta)} · log π(y)${o.lengthNormalised ? ' / |y|' : ''}`
      return [o.variant === 'hinge' ? `max(0, 1 − (${z}))` : smoothed(z, o.labelSmoothing), reward]
    }
    case 'orpo':
      return [
        `−log π(y_w) / |y_w| − ${short(o.lambda)} · log σ(log odds_w − log odds_l)`,
        'odds = p / (1 − p), p = π(y)^(1/|y|)',
      ]
    case 'sft':
      return ['−log π(y_w) / |y_w|', null]
  }
}
