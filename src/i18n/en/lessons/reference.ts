/** @file Lesson: what a better reference does, by sDPO's stages. */

export const reference = {
  title: 'What a better reference does',
  question:
    'sDPO (stepwise DPO) trains in stages, each measured from the model that the last one left. Does that help?',
  paper: 'sDPO (Kim et al. 2024, arXiv 2403.19270)',
  steps: [
    'Plain DPO first: the pairs of two sources are mixed, and the reference stays the model from before the run. Its margin grows from step to step without a break.',
    'sDPO takes one source after the other, first the one that the base ranks better by itself: easy to hard. The policy of the first stage becomes the reference of the second, so the margin begins again at 0 and has to be earned anew.',
    'Is it the reference or the order that counts? This control keeps the order and the restarts, but refers to the base throughout. Only the reference differs from the run behind it.',
    'And the order? The fourth run cuts the same pairs into two random chunks. All four are drawn: the same pairs, the same number of steps in all. Compare the judge’s scores, not the margins, which restart.',
  ],
  claims: {
    beats: 'Stages from easy to hard score higher than DPO on the same pairs.',
    moving: 'A moving reference scores higher than a fixed one in the same order.',
    order: 'Easy to hard scores higher than random chunks.',
  },
  whyNot: {
    beats:
      'A few hundred pairs and three seeds cannot show a small difference; why there is no large one was not tested.',
  },
  scope:
    'The paper trains a model of 10.7 billion weights on 12 and 60 thousand pairs and scores it on benchmarks. Here the score is the judge’s, 0 to 1. Learning rate and β were tuned for plain DPO, and the other arms use the same.',
  think: {
    question: 'What if the reference of a stage had already been trained on that stage’s own pairs?',
    answer:
      'The margin would begin at 0 as always, but from a model that has these pairs far apart already; to widen the gap beyond that it can mostly memorise. The paper measures such a reference, finds its gap on those pairs far too wide, and does not use it.',
  },
} as const
