/** @file Lesson: why SimPO divides by length. */

export const lengthNormalisation = {
  title: 'Why divide by length',
  question: 'The log-prob of an answer is a sum over its tokens. What goes wrong when answers differ in length?',
  paper: 'SimPO (Meng et al. 2024), section 4.2',
  steps: [
    'Every token adds a number below zero to the sum. So where rewards are plain sums, the longer answer begins with the lower one, however good it is. “Margin by length gap” sets the margin of each held-out pair against how much longer its chosen side is.',
    'SimPO divides the sum by the number of tokens. A long and a short answer now compete by their average token, and length alone decides nothing at the start. The run without the division is drawn behind.',
    'The paper asks something else as well: does the tuned model come to favour long text? It takes the rank correlation ρ of log-prob per token with length. In this set the better answer is mostly the longer one, so there is something to fall for. Compare “within” with the base’s grey line.',
    'In the end it counts what gets written. Look at the length of the samples beside the base’s, and at the judge’s score: longer is not yet better.',
  ],
  claims: {
    order: 'ρ is highest without the division, lower under DPO, lowest under SimPO.',
    rightOrder: 'With the division, more pairs have their rewards in the right order.',
    followsLength: 'Without it, margins grow with the length of the chosen side.',
    quality: 'With it, the judge scores the samples higher.',
  },
  whyNot: {
    order:
      'The settings that the judge chose move this model little. That this leaves the objectives too little room to differ is a guess; it was not tested.',
    followsLength:
      'Here margins fall with length: the debt with which a longer sum begins was not made up for in a run this gentle.',
  },
  scope:
    'The paper trains models of 7 and 8 billion weights on long chat answers, and its ρ pools both sides. Here ρ is taken within each side, less the base’s own, so that “chosen is longer” does not count as a bias. Each objective was tuned on another seed, by the judge’s score.',
  think: {
    question: 'DPO does not divide by length either. Why is it less exposed than a plain sum?',
    answer:
      'Its reward is a difference of two sums over the same tokens, the policy’s and the reference’s. The debt of a long answer is in both and cancels; what remains is how much each token changed. A long answer still has more tokens that can change.',
  },
} as const
