/** @file Lesson: what γ buys and what it costs. */

const ACCURACY = 'Reward accuracy rises with γ.'
const LIKELIHOOD = 'The chosen answers become less likely, token by token, as γ rises.'
const WIN_RATE = 'The win rate rises with γ, then falls.'

export const gamma = {
  title: 'What γ buys and costs',
  question: 'SimPO wants chosen ahead by a margin γ, not just ahead. Is more always better?',
  paper: 'SimPO (Meng et al. 2024), section 4.3',
  steps: [
    'The dashed line is γ. SimPO’s loss becomes small only when chosen leads by more than that; with γ = 0 any lead would do. The page sets γ/β, which keeps its meaning when β changes: the lead in nats per token. This run has to get past the line, and does.',
    'γ matters little while margins are far from it. These runs have the preset’s gentle learning rate, 5e-5, as was planned: their margins end near 0.2, the dashed line of γ/β 3.2 is far above, and the runs with γ/β 0 and 0.8 behind are hard to tell apart.',
    'After that look all five were run again at 2e-4, a rate found with another seed (100): now margins pass γ. More demand should bring stragglers into the right order. Compare the shares: all three runs get about everything right by half time, γ or not. Nothing is left to buy.',
    'The push has a price. SimPO has no reference that holds the log-probs where they were, and pushing rejected down can take chosen along. The plot is set to “per token”: compare where chosen ends. The higher γ, the less likely; it is little beside the fall of rejected, so look at “chosen / token” below, too.',
    'The paper sees the win rate rise with γ, then fall. All five runs at 2e-4 are drawn. All score well by half time, then fall, the further the higher γ; in the end none wins half of its comparisons with the base. In this seed the tops are a little higher with γ; the two other seeds do not bear that out.',
  ],
  claims: {
    accuracy: ACCURACY,
    likelihood: LIKELIHOOD,
    winRate: WIN_RATE,
    fastAccuracy: ACCURACY,
    fastLikelihood: LIKELIHOOD,
    fastWinRate: WIN_RATE,
    onlyFalls: 'At 2e-4 the win rate at the end only falls as γ rises.',
  },
  whyNot: {
    accuracy:
      'The guess: where margins stay far below γ, a higher γ only makes the same pull stronger, and AdamW takes steps of much the same size either way. The runs at 2e-4 put that to a test and fit its first half: where margins pass γ, γ does change where chosen ends. That it is for AdamW was not tested, and the higher rate changes more than the margins.',
    fastAccuracy: 'With γ = 0 all held-out pairs end in the right order already: these pairs leave γ nothing to gain.',
    fastWinRate:
      'The drop comes with γ = 0, too: at this rate every run goes too far, and a higher γ takes it further. A rise could show only where order was still missing.',
  },
  scope:
    'The paper varies γ for 7B models and has chat answers compared by a large model. Here there is one β and one set, judged by a program. The first rate was tuned at γ/β 0.3; the second is four times that, and was decided on after the results of the first, so take it as a second look, not as a plan that came true. γ/β goes beyond what the authors recommend (0 to 1), to see what comes after.',
  think: {
    question: 'A run has its pairs in order, and still a low win rate. Would you raise γ?',
    answer:
      'Rather not; the runs at 2e-4 are of this kind. γ is to buy order, and of that there is enough. What is missing is text that reads well, and that is what γ is paid with. Lower γ or the learning rate, or stop sooner, and read samples.',
  },
} as const
