/** @file Lesson: the order by reward against the order by likelihood. */

export const rewardLikelihood = {
  title: 'Reward against likelihood',
  question: 'DPO ranks two answers by reward, but a model writes by likelihood. Do the two agree?',
  paper: 'SimPO (Meng et al. 2024), section 4.4',
  steps: [
    'DPO’s reward is a change: how much likelier an answer became than it was under the reference. So chosen can have the higher reward while rejected is still the likelier text. “Reward × likelihood” counts the held-out pairs by both orders: top right and bottom left they disagree.',
    'SimPO’s reward is the log-prob per token itself, times β. Both orders are then one and the same, and these two cells stay empty: by construction, not by training.',
    'Leave out the division by length, and the reward is a sum while likelihood here is a mean per token. Where answers differ in length the two part again, with no reference involved.',
    'It depends on the pairs, too. This is DPO on the short polite and rude replies: compare its four cells with those of the first step.',
  ],
  claims: {
    many: 'Under DPO the two disagree on many pairs. (The paper counts about half; here a quarter is asked for.)',
    more: 'On the same pairs DPO has more disagreement than SimPO.',
    none: 'Under SimPO there is none.',
  },
  whyNot: {
    many: 'How often they disagree depends on the pairs and on the base: in the table, compare the rows of the same objective on two sets.',
  },
  scope:
    'The paper counts training pairs of a 7B model; here held-out pairs are counted, log-prob per token standing for likelihood in both. “DPO, β 1” and “SimPO, γ/β 0.3” ran on the short replies, the rest on answers of very different length. The last line has to hold: it checks the arithmetic, not the objective.',
  think: {
    question: 'If only one of the two orders could be right, which would you want for a chatbot?',
    answer:
      'The order by likelihood: sampling follows it. A reward says what training changed; the likelihood says what the model will write.',
  },
} as const
