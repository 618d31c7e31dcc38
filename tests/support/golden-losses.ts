/** @file The reference losses of tests/golden/losses.json as options and inputs of our objectives. */
import * as tf from '@tensorflow/tfjs-core'
import { createObjective } from '../../src/engine/objectives/registry'
import { type ObjectiveOptions, objectiveOptions } from '../../src/protocol/objectives'
import golden from '../golden/losses.json'

type GoldenCase = (typeof golden.cases)[number]

/** Which options of ours a reference case is; γ is given as γ by some of the references, as γ/β by others. */
function optionsOf({ name, params }: GoldenCase): ObjectiveOptions {
  const { beta, label_smoothing: labelSmoothing = 0 } = params
  const gammaBetaRatio = params.gamma_beta_ratio ?? (params.simpo_gamma ?? 0) / beta
  const options: Record<string, object> = {
    dpo_sigmoid: { name: 'dpo', beta, labelSmoothing },
    dpo_robust: { name: 'dpo', beta, labelSmoothing, variant: 'robust' },
    dpo_hinge: { name: 'dpo', beta, variant: 'hinge' },
    dpo_sigmoid_norm: { name: 'dpo', beta, variant: 'length-normalised' },
    dpo_ipo_length_normalised: { name: 'ipo', beta },
    dpo_ipo_sum: { name: 'ipo', beta, lengthNormalised: false },
    simpo_sigmoid: { name: 'simpo', beta, gammaBetaRatio, labelSmoothing },
    simpo_hinge: { name: 'simpo', beta, gammaBetaRatio, variant: 'hinge' },
  }
  return objectiveOptions.parse(options[name])
}

/** By beta, the row with z = 1 to the last bit of float32: the gradient there is undefined. */
const HINGE_KINKS: Record<number, number> = { 0.05: 2, 0.1: 1 }

export const goldenCases = golden.cases.map((golden) => ({
  title: `${golden.name} ${JSON.stringify(golden.params)} of ${golden.computed_by}`,
  golden,
  options: optionsOf(golden),
  kink: golden.name === 'dpo_hinge' ? (HINGE_KINKS[golden.params.beta] ?? null) : null,
}))

/** What the objective under test gives for a case, as arrays; gradients undivided, by whatever the reference took. */
async function evaluateCase({ golden: expected, options }: (typeof goldenCases)[number]) {
  const { inputs } = golden
  const pairs = inputs.chosen_len.length
  const result = tf.tidy(() => {
    const lengthsChosen = tf.tensor1d(inputs.chosen_len)
    const lengthsRejected = tf.tensor1d(inputs.rejected_len)
    const { losses, gradChosen, gradRejected } = createObjective(options).evaluate(
      {
        chosen: tf.tensor1d(inputs.policy_chosen_sum),
        rejected: tf.tensor1d(inputs.policy_rejected_sum),
        refChosen: tf.tensor1d(inputs.ref_chosen_sum),
        refRejected: tf.tensor1d(inputs.ref_rejected_sum),
        lengthsChosen,
        lengthsRejected,
      },
      { pairs, chosenTokens: 1 },
    )
    return { losses, gradChosen, gradRejected }
  })
  // References on averages give the gradient by the average: d/d sum times |y|.
  const undo = async (grad: tf.Tensor1D, lengths: number[]) =>
    Array.from(await grad.data(), (g, i) => g * pairs * (expected.inputs === 'avg_logps' ? lengths[i]! : 1))
  const values = {
    losses: Array.from(await result.losses.data()),
    gradChosen: await undo(result.gradChosen, inputs.chosen_len),
    gradRejected: await undo(result.gradRejected, inputs.rejected_len),
  }
  tf.dispose(result)
  return values
}

/**
 * Largest difference in units of its tolerance, for losses (1e-5 relative), their mean, and gradients (1e-4 of the
 * largest). Inputs of up to 2000 nats are themselves rounded to float32, hence the floor for losses near 0.
 */
export async function goldenError(testCase: (typeof goldenCases)[number]) {
  const { golden: expected, kink } = testCase
  const actual = await evaluateCase(testCase)
  const relative = (a: number, b: number) => Math.abs(a - b) / (1e-5 * Math.abs(b) + LOSS_FLOOR)
  const gradError = (a: number[], b: number[]) => {
    const largest = Math.max(...b.map(Math.abs))
    return Math.max(...a.map((value, i) => (i === kink ? 0 : Math.abs(value - b[i]!) / (1e-4 * largest + 1e-30))))
  }
  const mean = actual.losses.reduce((sum, loss) => sum + loss, 0) / actual.losses.length
  return {
    losses: Math.max(...actual.losses.map((loss, i) => relative(loss, expected.losses[i]!))),
    mean: relative(mean, expected.mean),
    grads: Math.max(
      gradError(actual.gradChosen, expected.grad_sum_wrt_policy_chosen),
      gradError(actual.gradRejected, expected.grad_sum_wrt_policy_rejected),
    ),
  }
}

const LOSS_FLOOR = 1e-6
