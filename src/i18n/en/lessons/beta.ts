/** @file Lesson: what β does. */

export const beta = {
  title: 'What β does',
  question: 'β is the number that everybody sets in DPO. What does it hold back?',
  paper: 'DPO (Rafailov et al. 2023), sections 3 and 4',
  steps: [
    'In DPO an answer’s reward is β times the nats by which its log-prob moved from the reference. The loss is nearly content with a pair once its reward margin is a few units, whatever β is. With β 1 that takes a gap of a few nats.',
    'With β 0.1 the same margin takes ten times the nats. The policy has to go far from the base to please the loss; the KL tells how far. The run with β 1 is drawn behind.',
    'With β 10 a fraction of a nat will do. The loss is content before much has changed, so the policy stays close to the base, and may learn less than the pairs could teach.',
    'All five runs: which one writes what the judge likes? Compare the judge’s scores at the end, not the reward accuracy. The small plots below show win rate and KL for every seed.',
  ],
  claims: {
    kl: 'The larger β, the closer the policy stays to the base.',
    gap: 'The larger β, the fewer nats chosen and rejected are driven apart.',
    middle: 'Neither end is best: the judge prefers a β in between.',
  },
  whyNot: {},
  scope:
    'The paper derives what β weighs, the reward against the distance from the reference, and names no best value; the last line is why people tune it. All five runs share a learning rate that was chosen at β 1: with another one the best β could be another.',
  think: {
    question: 'Could a smaller learning rate do what a larger β does?',
    answer:
      'In part. Both keep the policy near the base for as many steps as you run. But β decides where the loss is content, and there the run slows down by itself; a small learning rate only takes longer to get to the same place. Try β 0.1 with a third of the learning rate.',
  },
} as const
