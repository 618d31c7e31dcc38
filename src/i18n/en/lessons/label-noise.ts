/** @file Lesson: wrong labels, and what helps against them. */

export const labelNoise = {
  title: 'Wrong labels, and remedies',
  question:
    'In three of ten pairs chosen and rejected are swapped. What does it cost, and what helps without knowing which?',
  paper: 'Robust DPO (Chowdhury et al. 2024, arXiv 2403.00409); label smoothing for DPO (Mitchell 2023)',
  steps: [
    'First without noise: this is what the set can give. Keep its accuracy and win rate in mind.',
    'Now 30% of the training pairs are swapped on purpose; the held-out pairs are not. DPO believes every label, and a pair that is in the wrong order pulls the hardest. So the better the rest is learned, the more the swapped ones pull against it.',
    'Label smoothing ε reckons that each label is wrong with probability ε. The loss then no longer asks for ever wider margins: it is lowest at a finite one. Compare how far the margin goes with plain DPO behind it.',
    'Robust DPO takes off what wrong labels add on average, so that the expected loss is that of clean labels. It pays with larger and noisier gradients, scaled by 1/(1 − 2ε). All four runs are drawn: compare the judge’s scores.',
  ],
  claims: {
    hurts: 'Swapped labels lower the win rate of DPO.',
    robust: 'Trained on them, robust DPO does better than DPO.',
    smoothed: 'Trained on them, label smoothing does better than DPO.',
  },
  whyNot: {
    robust: 'It counts on the noise averaging out over many pairs; here there are a few hundred, and three seeds.',
    smoothed:
      'With ε 0.3 the loss is lowest at a margin of log(0.7 / 0.3), about 0.85, and pushes back beyond it. With β 1 that is less than a nat, so the policy hardly leaves the base: see its KL in the table.',
  },
  scope:
    'ε was set to the true share of swapped pairs, which nobody knows for real data. β and the learning rate were tuned without noise. The papers train larger models on reviews and dialogues.',
  think: {
    question: 'After a run “Look inside” ranks the training pairs by margin. Where would you look for wrong labels?',
    answer:
      'At the lowest margins: pairs that the tuned model still ranks the other way round although it was trained on them. The rest has outvoted them. Some will be wrong, some just hard: read them before you delete them.',
  },
} as const
