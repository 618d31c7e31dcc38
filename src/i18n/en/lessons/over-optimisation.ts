/** @file Lesson: over-optimisation, the judge's win rate against the distance from the base. */

export const overOptimisation = {
  title: 'Too much of a good thing',
  question: 'The reward margin is still growing. Why should anybody stop?',
  paper: 'Rafailov et al. 2024 (arXiv 2406.02900) and, for reward models, Gao et al. 2023 (arXiv 2210.10760)',
  steps: [
    'DPO with β 0.1, which lets the policy go far. Watch the margin: it is what the loss works for, and by this measure the run goes from good to better.',
    'The judge sees texts, not margins. Follow the win rate over the same steps, and read some samples: this is what the run has come to write.',
    'The pairs rank texts like those of the base; far from it they say little about what is written there. KL measures that distance. The plot below sets the win rate against it, evaluation by evaluation; its axis is the square root of the KL, as in the papers on reward models.',
    'A larger β keeps the run where the pairs still speak: compare the judge’s scores of β 0.1, 0.3 and 1. So do fewer steps or a smaller learning rate. When to stop is for samples and judges to say, not for the loss.',
  ],
  claims: {
    turns: 'While the run with β 0.1 goes on, its win rate rises, then falls.',
    blind: 'Over the time of the fall its reward margin goes on growing.',
    leash: 'The larger β (0.1, 0.3, 1), the higher the win rate at the end.',
  },
  whyNot: {},
  scope:
    'The papers compare models of several sizes over many budgets of KL. Here it is one small model, and a judge that knows exactly what was wanted, which no judge of real text does.',
  think: {
    question: 'For your own data there is no such judge. What could warn you instead?',
    answer:
      'KL from the base, the length of samples, how often they repeat themselves or fail to end, and the log-prob of chosen since the base. None says that a text is good; together they tell when the policy has left the ground on which your pairs were made.',
  },
} as const
