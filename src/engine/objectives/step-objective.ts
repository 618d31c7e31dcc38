/** @file Makes an objective of a preference term: the mean over the step's pairs, plus `sftWeight` times the SFT term. */
import * as tf from '@tensorflow/tfjs-core'
import type { CompletePairs, Objective, PairLogProbs, PreferenceTerm } from './objective'
import { sftTerm } from './sft'

export function stepObjective(term: PreferenceTerm, sftWeight: number): Objective {
  return {
    name: term.name,
    needsReference: term.needsReference,
    needsRejected: true,
    sftWeight,
    lossAtReference: term.lossAtReference,
    evaluate: (logProbs, step) =>
      tf.tidy(() => {
        const preference = term.evaluate(complete(term, logProbs))
        const result = {
          ...preference,
          gradChosen: tf.div<tf.Tensor1D>(preference.gradChosen, step.pairs),
          gradRejected: tf.div<tf.Tensor1D>(preference.gradRejected, step.pairs),
        }
        if (sftWeight === 0) return result
        const { losses, grad } = sftTerm(logProbs, step)
        return {
          ...result,
          losses: tf.add<tf.Tensor1D>(result.losses, tf.mul(losses, sftWeight)),
          gradChosen: tf.add<tf.Tensor1D>(result.gradChosen, sftWeight * grad),
        }
      }),
  }
}

/** What is missing here is the trainer's fault, not a person's: a plain error. */
function complete(term: PreferenceTerm, logProbs: PairLogProbs): CompletePairs {
  const { rejected, lengthsRejected, refChosen, refRejected } = logProbs
  if (!rejected || !lengthsRejected) throw new Error(`objective ${term.name} was given no rejected log-probs`)
  if (term.needsReference && !(refChosen && refRejected))
    throw new Error(`objective ${term.name} was given no reference log-probs`)
  return { ...logProbs, rejected, lengthsRejected }
}
