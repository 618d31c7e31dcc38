/** @file What a policy's tokens are compared with: its reference, what the run began with, or another run at the same step. */
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import type { TokensEvent, TokenTexts } from '../../protocol/train-events'
import type { RunFigures } from '../../store/plots/run-figures'
import type { Overlay } from '../../store/runs/overlays'
import { lastUpTo, originName, referenceStepAt, tokensAt } from './run-time'

export interface Comparison {
  /** Of the model, for the head of a row. */
  name: string
  /** The other model's tokens, pair by pair like the policy's own; null where it has none. */
  of: (policy: TokensEvent) => TokensEvent | null
  /** It is what the rewards of that moment are measured from. */
  isReference: (policy: TokensEvent) => boolean
  /** Why a pair cannot be compared; null where it can. */
  problemOf: (pair: number) => string | null
}

const NO_PROBLEM = () => null

export function comparison(
  against: string,
  figures: RunFigures,
  config: RunConfig | null,
  overlays: readonly Overlay[],
  /** The objective measures its rewards from a reference. */
  hasReference: boolean,
): Comparison {
  const text = words.inside.tokens
  const stepOfReference = ({ step }: TokensEvent) => referenceStepAt(figures.stageMarks, step, config)
  const overlay = overlays.find(({ key }) => key === against)
  if (overlay) return withRun(overlay, figures)
  if (against === 'base') {
    return {
      name: originName(config),
      of: () => tokensAt(figures.tokenEvents, 0),
      isReference: (policy) => stepOfReference(policy) === 0,
      problemOf: NO_PROBLEM,
    }
  }
  return {
    name: hasReference ? text.short.reference : text.short.start,
    of: (policy) => tokensAt(figures.tokenEvents, stepOfReference(policy)),
    isReference: () => true,
    problemOf: NO_PROBLEM,
  }
}

function withRun({ name, figures: other }: Overlay, figures: RunFigures): Comparison {
  const text = words.inside.tokens
  const placeOf = (pair: TokenTexts): number =>
    other.tokenTexts.findIndex(({ source, row }) => source === pair.source && row === pair.row)
  const places = figures.tokenTexts.map(placeOf)
  return {
    name: text.short.run,
    of: (policy) => {
      const event = lastUpTo(other.tokenEvents, policy.step)
      return event && { ...event, pairs: places.map((place) => event.pairs[place] ?? { chosen: [], rejected: [] }) }
    },
    isReference: () => false,
    problemOf: (pair) => {
      if (other.tokenEvents.length === 0) return text.noTokens(name)
      const [mine, its] = [figures.tokenTexts[pair], other.tokenTexts[places[pair] ?? -1]]
      if (!mine || !its) return text.otherPairs(name)
      const same = (['chosen', 'rejected'] as const).every((side) => equal(mine[side], its[side]))
      return same ? null : text.otherTokens(name)
    },
  }
}

const equal = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i])
