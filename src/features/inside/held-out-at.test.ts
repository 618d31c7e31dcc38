import { describe, expect, it } from 'vitest'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { RunFigures } from '../../store/plots/run-figures'
import { heldOutAt } from './held-out-at'

const stage = (n: number, firstStep: number): TrainEvent => ({
  type: 'stage',
  stage: n,
  stages: 2,
  kind: n === 0 ? 'sft' : 'preference',
  pairs: 4,
  steps: 10,
  firstStep,
  sources: [],
  ease: null,
})
const evaluated = (step: number) => ({ type: 'eval', step, metrics: {}, pairs: {}, contingency: null }) as never

function figuresOf(...events: TrainEvent[]): RunFigures {
  const figures = new RunFigures()
  figures.append(events)
  return figures
}

const figures = figuresOf(
  stage(1, 1),
  evaluated(0),
  evaluated(5),
  evaluated(10),
  stage(2, 11),
  evaluated(15),
  evaluated(20),
)
const config = (objective: object, stages: object = {}) =>
  runConfig.parse({ objective, stages: { count: 2, ...stages } })
const at = (of: ReturnType<typeof config>, ...steps: number[]) =>
  steps.map((step) => heldOutAt(figures, of, step)?.step ?? null)

describe('held-out pairs on the curve of a step', () => {
  it('are those of the last evaluation of its stage', () => {
    expect(at(config({ name: 'dpo' }), 1, 5, 9, 10, 15, 19, 20)).toEqual([0, 5, 5, 10, 15, 15, 20])
  })
  it('are none while only the stage before was evaluated, whose reference was another', () => {
    expect(at(config({ name: 'dpo' }), 11, 14)).toEqual([null, null])
  })
  it('stay where the next stage measures the same', () => {
    expect(at(config({ name: 'dpo' }, { reference: 'base' }), 11)).toEqual([10])
    expect(at(config({ name: 'simpo' }), 11)).toEqual([10])
  })
  it('do not where its beta is another', () => {
    const overrides = [{}, { beta: 3 }]
    expect(at(config({ name: 'dpo' }, { reference: 'base', overrides }), 11)).toEqual([null])
    expect(at(config({ name: 'simpo' }, { overrides }), 11)).toEqual([null])
  })
  it('are none of a warm-up, which has no margins', () => {
    const warmed = figuresOf(stage(0, 1), evaluated(0), evaluated(10), stage(1, 11), evaluated(20))
    expect(heldOutAt(warmed, config({ name: 'simpo' }), 12)).toBeNull()
  })
})
