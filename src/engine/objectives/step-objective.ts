/** @file Makes an objective of a preference term: the mean over the step's pairs, plus `sftWeight` times the SFT term. */
import type { Objective, PreferenceTerm } from './objective'
import { sftTerm } from './sft'
import { tensorObjective } from './tensor-objective'

export function stepObjective(term: PreferenceTerm, sftWeight: number): Objective {
  return tensorObjective({
    name: term.name,
    needsReference: term.needsReference,
    needsRejected: true,
    sftWeight,
    lossAtReference: term.lossAtReference,
    evaluate(m, pair, step) {
      const preference = term.evaluate(m, pair)
      const result = {
        ...preference,
        gradChosen: m.div(preference.gradChosen, step.pairs),
        gradRejected: m.div(preference.gradRejected, step.pairs),
      }
      if (sftWeight === 0) return result
      const { loss, grad } = sftTerm(m, pair, step)
      return {
        ...result,
        loss: m.add(result.loss, m.mul(loss, sftWeight)),
        gradChosen: m.add(result.gradChosen, m.mul(grad, sftWeight)),
      }
    },
  })
}
