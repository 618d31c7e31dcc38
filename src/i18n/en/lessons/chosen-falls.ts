/** @file Lesson: why the log-prob of the chosen answers falls. */

export const chosenFalls = {
  title: 'Why the chosen log-prob falls',
  question: 'Training on preferences should make the chosen answers likelier. Why can their log-prob go down?',
  paper: 'Pal et al. 2024 (DPO-Positive, arXiv 2402.13228) and Razin et al. 2024 (arXiv 2410.08847)',
  steps: [
    'DPO is asked for one thing: a wide gap between chosen and rejected, each measured from the reference. This run asks hard, with a small β and a high learning rate. Watch the reward margin: it is all that the loss sees.',
    'Now the log-probs themselves, as their change since the base: chosen in blue, rejected in orange. The gap can grow because chosen rises, or because both fall and rejected falls faster; the loss cannot tell the two apart. Which was it here?',
    'One network writes both answers, after the same prompt: a push against rejected tokens moves weights that write the chosen ones, too. This view colours each token of a held-out pair by how far its log-prob moved from the base. It opens at step 20, when chosen has hardly moved on average; go on to step 40, and both sides have sunk.',
    'One remedy is to say what was left unsaid: SFT weight adds some plain imitation of the chosen side to the loss. The run without it is drawn behind.',
    'Another is a larger β: a pair is settled after a smaller move, so less is swept along. All three runs are drawn. Compare where chosen ends, then read the samples beside the plots.',
  ],
  claims: {
    falls: 'DPO can leave the chosen answers less likely than they were under the base.',
    stillRight: 'All the same, the rewards of most pairs are in the right order.',
    sftHelps: 'An SFT term keeps the chosen log-prob higher.',
    betaHelps: 'A larger β keeps it higher.',
  },
  whyNot: {},
  scope:
    'The papers report the fall for models of billions of weights. Their own remedies are others (a penalty on the fall; leaving out pairs that are too alike); the two tried here are the ones this page offers.',
  think: {
    question:
      'Somebody shows you a run with a reward accuracy of 100% and asks whether the model is good now. What do you ask to see?',
    answer:
      'The log-prob of chosen since the base, the KL, and samples. Accuracy only says that chosen stands above rejected. That is so, too, when both have become unlikely, and then the model writes some third thing.',
  },
} as const
