/** @file Which trainer and loss of TRL an objective is; one that has no equal is refused, never silently replaced. */
import { AppError } from '../../protocol/errors'
import { type ObjectiveOptions, simpoGamma } from '../../protocol/objectives'
import { py } from './python'

export type TrlTrainer = 'dpo' | 'cpo' | 'orpo' | 'sft'

export interface TrlLoss {
  trainer: TrlTrainer
  /** Keywords of the trainer's config beside those that all share, with values as Python writes them. */
  options: [keyword: string, value: string][]
  /** Whether each stage sets `beta`, which sDPO may change between them. */
  staged: boolean
  /** What should be known about the match. */
  notes: string[]
}

/** @throws AppError `config/invalid` where TRL computes no such loss. */
export function trlLoss(objective: ObjectiveOptions): TrlLoss {
  switch (objective.name) {
    case 'dpo':
      return dpo(objective)
    case 'ipo':
      if (!objective.lengthNormalised) throw noEqual('IPO on sums', 'Switch IPO to log-ratios per token.')
      return withSft('ipo', objective.sftWeight, [
        'TRL divides the log-ratios of IPO by the tokens of the completion, as here.',
      ])
    case 'simpo':
      return simpo(objective)
    case 'orpo':
      if (objective.sftWeight > 0) {
        throw noEqual('ORPO with an SFT weight of its own', 'Set the SFT weight to 0: ORPO has its SFT term already.')
      }
      return {
        trainer: 'orpo',
        options: [['beta', py(objective.lambda)]],
        staged: false,
        notes: [
          "λ is `beta` in `ORPOConfig`. TRL's likelihood term runs over the prompt's tokens as well, and is a mean over all tokens of the batch; here it is the completion's mean, pair by pair. Expect another `loss`, and a model that also learns the prompts.",
        ],
      }
    case 'sft':
      return {
        trainer: 'sft',
        options: [['completion_only_loss', 'True']],
        staged: false,
        notes: ['The chosen side alone is read, as `completion`.'],
      }
  }
}

function dpo({ variant, labelSmoothing: e, sftWeight }: Extract<ObjectiveOptions, { name: 'dpo' }>): TrlLoss {
  switch (variant) {
    case 'hinge':
      return withSft('hinge', sftWeight, e > 0 ? ['The hinge knows no label smoothing, here or there.'] : [])
    case 'robust':
      return withSft('robust', sftWeight, [], [['label_smoothing', py(e)]])
    case 'length-normalised':
      if (e > 0) {
        throw noEqual(
          'Length-normalised DPO with label smoothing',
          'Set label smoothing to 0, or choose another variant.',
        )
      }
      return withSft('sigmoid_norm', sftWeight)
    case 'sigmoid':
      if (e === 0) return withSft('sigmoid', sftWeight)
      return {
        trainer: 'dpo',
        options: lossList(
          ['sigmoid', 'robust', ...sftName(sftWeight)],
          [2 * (1 - e), -(1 - 2 * e), ...sftShare(sftWeight)],
          [['label_smoothing', py(e)]],
        ),
        staged: true,
        notes: [
          "TRL's `sigmoid` ignores `label_smoothing`. The smoothed loss is exactly 2(1−ε) times `sigmoid` minus (1−2ε) times `robust`, and is written so.",
        ],
      }
  }
}

function simpo(objective: Extract<ObjectiveOptions, { name: 'simpo' }>): TrlLoss {
  const { variant, lengthNormalised, labelSmoothing, sftWeight } = objective
  const gamma = simpoGamma(objective)
  const smoothing: [string, string][] = labelSmoothing > 0 ? [['label_smoothing', py(labelSmoothing)]] : []
  const cpo = (loss: string, more: [string, string][], notes: string[]): TrlLoss => ({
    trainer: 'cpo',
    options: [['loss_type', py(loss)], ['cpo_alpha', py(sftWeight)], ...more],
    staged: true,
    notes: [
      ...(sftWeight > 0
        ? ["`cpo_alpha` weighs TRL's NLL term, a mean over the chosen tokens of each device's batch."]
        : []),
      ...notes,
    ],
  })
  if (lengthNormalised && variant === 'sigmoid') {
    return cpo(
      'simpo',
      [['simpo_gamma', 'stage["gamma"]'], ...smoothing],
      [
        '`simpo_gamma` is γ itself; the page and the authors set γ/β. `cpo_alpha` defaults to 1.0 in TRL, which is not SimPO: it is set here.',
      ],
    )
  }
  if (!lengthNormalised && gamma === 0) {
    const loss = variant === 'hinge' ? 'hinge' : 'sigmoid'
    return cpo(loss, variant === 'hinge' ? [] : smoothing, [
      `Without length normalisation and without γ this is CPO's \`${loss}\`, on sums of log-probs.`,
    ])
  }
  const what = lengthNormalised ? 'SimPO with the hinge' : 'SimPO without length normalisation, but with γ'
  throw noEqual(
    what,
    lengthNormalised ? 'Choose the sigmoid variant.' : 'Set γ to 0, or switch length normalisation on.',
  )
}

function withSft(loss: string, weight: number, notes: string[] = [], more: [string, string][] = []): TrlLoss {
  const options: [string, string][] =
    weight > 0 ? lossList([loss, 'sft'], [1, weight], more) : [['loss_type', py([loss])], ...more]
  return { trainer: 'dpo', options, staged: true, notes }
}

const sftName = (weight: number): string[] => (weight > 0 ? ['sft'] : [])
const sftShare = (weight: number): number[] => (weight > 0 ? [weight] : [])

const lossList = (losses: string[], weights: number[], more: [string, string][]): [string, string][] => [
  ['loss_type', py(losses)],
  ['loss_weights', py(weights)],
  ...more,
]

const noEqual = (what: string, remedy: string): AppError =>
  new AppError('config/invalid', `${what} has no equal in TRL, so this run cannot go on there as it is.`, remedy)
