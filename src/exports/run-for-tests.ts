/** @file A small run with a bit of everything, for tests. */
import type { KeptRun } from '../protocol/kept-run'
import { runConfig } from '../protocol/run-config'
import type { TrainEvent } from '../protocol/train-events'

const sample = (text: string, score: number | null) => ({ text, tokens: 3, ended: true, score })

const EVENTS: TrainEvent[] = [
  {
    type: 'stage',
    stage: 1,
    stages: 1,
    kind: 'preference',
    pairs: 4,
    steps: 2,
    firstStep: 1,
    sources: ['polite'],
    ease: null,
  },
  {
    type: 'step',
    step: 1,
    metrics: {
      loss: 0.7,
      'rewards/margins': 0,
      'logps/chosen': -12,
      'logps_avg/chosen': -1.5,
      learning_rate: 1e-4,
      step_seconds: 0.25,
    },
  },
  {
    type: 'eval',
    step: 0,
    metrics: { eval_loss: 0.7, 'eval_length/spearman': null, 'eval_rewards/margins': 0 },
    pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
    contingency: null,
  },
  {
    type: 'step',
    step: 2,
    metrics: { loss: 0.5, 'rewards/margins': 0.4, 'logps/chosen': -11, 'logps_avg/chosen': -1.25 },
  },
  {
    type: 'eval',
    step: 2,
    metrics: {
      eval_loss: 0.55,
      'eval_rewards/margins': 0.3,
      'eval_logps/chosen': -11.5,
      'eval_logps_avg/chosen': -1.4,
    },
    pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
    contingency: null,
  },
  {
    type: 'samples',
    step: 2,
    samples: [
      {
        prompt: 'Say <b>hi</b> & bye',
        base: sample('</td><script>alert(1)</script>', 0.25),
        policy: sample('Hi.\n```', null),
      },
    ],
  },
  { type: 'notice', step: 2, code: 'few-held-out', message: 'Only <2> pairs are held out.' },
  {
    type: 'finished',
    step: 2,
    reason: 'completed',
    message: null,
    ranking: [{ source: 'polite', row: 1, margin: -0.5, prompt: 'p', chosen: 'c', rejected: 'r' }],
  },
]

export function smallRun(config: object = {}): KeptRun {
  return {
    info: {
      id: '1',
      name: 'brave "otter" <1>',
      config: runConfig.parse(config),
      device: { backend: 'cpu', name: 'CPU', software: false, reason: '', remedy: '', features: [], limits: {} },
      startedAt: Date.UTC(2026, 0, 2),
      seconds: 1,
      step: 2,
      totalSteps: 2,
      state: 'completed',
      pinned: false,
      color: 0,
      sweep: null,
      last: {},
    },
    events: EVENTS,
  }
}
