/**
 * @file sDPO's finding (Kim et al. 2024): stages from easy to hard, each with the last one's model as reference, beat
 * plain DPO on the same pairs and steps. The control runs the same order with the same restarts of schedule and
 * optimizer, but keeps the first reference: it separates the moving reference from the order.
 *
 * Decided before looking: all arms share the learning rate and β that plain DPO is tuned to (four configurations,
 * seed 100, highest mean judge score); steps are equal in sum; seeds 1, 2, 3.
 * `node scripts/run.mjs scripts/experiments/compare-stages.ts`
 */
import { compareArms } from './compare-arms'

const STEPS = 120
const candidates = [5e-5, 1e-4].flatMap((learningRate) =>
  [0.3, 1].map((beta) => ({ objective: { name: 'dpo', beta }, optimizer: { learningRate } })),
)
const inStages = { training: { maxSteps: STEPS / 2 } }

await compareArms({
  name: 'stages',
  set: 'helpful',
  common: {},
  arms: [
    { name: 'dpo', candidates, extra: { training: { maxSteps: STEPS } } },
    { name: 'sdpo', tunedAs: 'dpo', extra: { ...inStages, stages: { split: 'by-source', reference: 'moving' } } },
    {
      name: 'same-order-fixed-reference',
      tunedAs: 'dpo',
      extra: { ...inStages, stages: { split: 'by-source', reference: 'base' } },
    },
    {
      name: 'sdpo-random-chunks',
      tunedAs: 'dpo',
      extra: { ...inStages, stages: { count: 2, split: 'random', reference: 'moving' } },
    },
  ],
})
