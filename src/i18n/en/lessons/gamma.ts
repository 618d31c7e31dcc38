/** @file Lesson: what γ buys and what it costs. */

export const gamma = {
  title: 'What γ buys and costs',
  question: 'SimPO wants chosen ahead by a margin γ, not just ahead. Is more always better?',
  paper: 'SimPO (Meng et al. 2024), section 4.3',
  steps: [
    'The dashed line is γ. SimPO’s loss becomes small only when chosen leads by more than that; with γ = 0 any lead would do. The page sets γ/β, which keeps its meaning when β changes: the lead in nats per token.',
    'A higher demand goes on pushing where the order is right already, and may pull more of the stragglers across. Three demands are drawn: none, γ/β 0.8 and 3.2. Compare the shares of pairs in the right order.',
    'The push has a price. SimPO has no reference that holds the log-probs where they were, and pushing rejected down can take chosen along. The plot is set to “per token”: compare where chosen ends.',
    'So γ gives and takes: better order on one side, less likely text on the other. The paper sees the win rate rise with γ, then fall. All five runs are drawn, and the small plots below show every seed.',
  ],
  claims: {
    accuracy: 'Reward accuracy rises with γ.',
    likelihood: 'The chosen answers become less likely, token by token, as γ rises.',
    winRate: 'The win rate rises with γ, then falls.',
  },
  whyNot: {
    accuracy:
      'A guess, not tested: where margins stay far below γ, a higher γ only makes the same pull stronger, and AdamW takes steps of much the same size either way.',
  },
  scope:
    'The paper varies γ for 7B models and has chat answers compared by a large model. Here there is one β, one learning rate (a gentle one, tuned at γ/β 0.3) and one set, judged by a program; γ/β goes beyond what the authors recommend (0 to 1), to see what comes after.',
  think: {
    question: 'A run has its pairs in order, and still a low win rate. Would you raise γ?',
    answer:
      'Rather not. γ buys order, and of that there is enough. What is missing is text that reads well, and that is what γ is paid with. Lower γ or the learning rate, and read samples.',
  },
} as const
