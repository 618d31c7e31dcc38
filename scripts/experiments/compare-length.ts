/**
 * @file SimPO's finding (Meng et al. 2024, section 4.2): on length-biased pairs the held-out correlation between
 * log-prob per token and length orders as "no length normalisation" > DPO > SimPO.
 *
 * Decided before looking: each objective is tuned with the same four configurations on seed 100, the highest mean
 * judge score of the samples wins, and the winner runs on seeds 1, 2, 3. Compared is ρ within sides minus the base's.
 * `node scripts/run.mjs scripts/experiments/compare-length.ts`
 */
import { type Arm, compareArms } from './compare-arms'

const SET = 'detailed'
const STEPS = 120
const RATES = [5e-5, 1e-4]

const arm = (name: string, objectives: object[]): Arm => ({
  name,
  candidates: RATES.flatMap((learningRate) =>
    objectives.map((objective) => ({ objective, optimizer: { learningRate } })),
  ),
})

await compareArms({
  name: 'length',
  set: SET,
  common: { training: { maxSteps: STEPS } },
  arms: [
    arm('no-length-normalisation', [
      { name: 'simpo', lengthNormalised: false, beta: 0.05, gammaBetaRatio: 0.3 },
      { name: 'simpo', lengthNormalised: false, beta: 0.3, gammaBetaRatio: 0.3 },
    ]),
    arm('dpo', [
      { name: 'dpo', beta: 0.3 },
      { name: 'dpo', beta: 1 },
    ]),
    arm('simpo', [
      { name: 'simpo', beta: 2, gammaBetaRatio: 0.3 },
      { name: 'simpo', beta: 10, gammaBetaRatio: 0.3 },
    ]),
  ],
})
