import { describe, expect, it } from 'vitest'
import { plotCsv, plotRows } from '../../components/plot/plot-rows'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { RunFigures } from '../../store/plots/run-figures'
import type { Overlay } from '../../store/runs/overlays'
import { overlayLines, withOverlays } from './overlay-lines'
import { linesOf, type StepSeries, stepFrame } from './step-frame'

const CONFIG = runConfig.parse({})
const SERIES: StepSeries[] = [
  { metric: 'rewards/margins', color: 'policy', label: 'train', smoothing: 'average', perStage: true, main: true },
  { metric: 'eval_rewards/margins', color: 'policy', label: 'held out' },
]

const step = (n: number, margin: number, seconds = 1): TrainEvent => ({
  type: 'step',
  step: n,
  metrics: { 'rewards/margins': margin, step_seconds: seconds },
})
const stage = (number: number, firstStep: number): TrainEvent => ({
  type: 'stage',
  stage: number,
  stages: 2,
  kind: 'preference',
  pairs: 16,
  steps: 2,
  firstStep,
  sources: [],
  ease: null,
})

function figures(...events: TrainEvent[]): RunFigures {
  const run = new RunFigures()
  run.append(events)
  return run
}

const overlay = (name: string, color: number, ...events: TrainEvent[]): Overlay => ({
  key: name,
  name,
  config: CONFIG,
  color,
  figures: figures(...events),
  events,
})

const OWN = figures(stage(1, 1), step(1, 1), step(2, 2))
const WISHES = { smoothing: 0, recentSteps: 1, config: CONFIG }

describe('runs behind the one that is shown', () => {
  it('have one line each, of the main figure, in their own colour and dash', () => {
    const lines = overlayLines(SERIES, [overlay('a', 0), overlay('b', 1)], { smoothing: 0, compact: false })
    expect(lines.map(({ id, run, label }) => [id, run, label])).toEqual([
      ['rewards/margins', 'a', 'a'],
      ['rewards/margins', 'b', 'b'],
    ])
    expect(lines[0]!.color).not.toBe(lines[1]!.color)
    expect(lines[0]!.dash).not.toEqual(lines[1]!.dash)
    expect(lines.every(({ alpha }) => alpha! < 1)).toBe(true)
  })
  it('have no names at line ends where they would crowd', () => {
    const many = ['a', 'b', 'c', 'd'].map((name, i) => overlay(name, i))
    expect(overlayLines(SERIES, many, { smoothing: 0, compact: false }).some(({ label }) => label)).toBe(false)
    expect(overlayLines(SERIES, many.slice(0, 1), { smoothing: 0, compact: true })[0]!.label).toBeUndefined()
  })
  it('stand at all places of the axis that any run has, each value at its own', () => {
    const other = overlay('a', 0, step(1, 10), step(3, 30))
    const frame = withOverlays(stepFrame(SERIES, OWN, WISHES), SERIES, [other], { axis: 'step', smoothing: 0 })
    expect(frame.x).toEqual([1, 2, 3])
    expect(frame.ys[0]).toEqual([10, undefined, 30])
    expect(frame.ys[1]).toEqual([1, 2, undefined])
    expect(frame.xRange![1]).toBeGreaterThanOrEqual(3)
  })
  it('follow the axis with their own pace', () => {
    const slow = overlay('a', 0, step(1, 10, 5), step(2, 20, 5))
    const own = stepFrame(SERIES, OWN, { ...WISHES, axis: 'time' })
    const frame = withOverlays(own, SERIES, [slow], { axis: 'time', smoothing: 0 })
    expect(frame.x).toEqual([1, 2, 5, 10])
    expect(frame.ys[0]).toEqual([undefined, undefined, 10, 20])
    expect(frame.xRange![1]).toBe(10)
  })
  it('break where their own stages begin, not where those of the shown run do', () => {
    const staged = overlay('a', 0, stage(1, 1), step(1, 10), stage(2, 2), step(2, 0))
    const frame = withOverlays(stepFrame(SERIES, OWN, WISHES), SERIES, [staged], { axis: 'step', smoothing: 0 })
    expect(frame.x).toEqual([1, 1.5, 2])
    expect(frame.ys[0]).toEqual([10, null, 0])
  })
  it('have their raw values in tables and copies, as the shown run has', () => {
    const wild = overlay('a, b', 0, step(1, 10), step(2, 20))
    const look = { axis: 'step' as const, smoothing: 0.9 }
    const lines = [...overlayLines(SERIES, [wild], { smoothing: 0.9, compact: false }), ...linesOf(SERIES, 0.9)]
    const frame = withOverlays(stepFrame(SERIES, OWN, { ...WISHES, smoothing: 0.9 }), SERIES, [wild], look)
    expect(frame.ys).toHaveLength(lines.length)
    expect(frame.ys[1]![1]).not.toBe(20)
    expect(plotRows(lines, frame).map(({ values }) => values)).toEqual([
      [1, null, 10],
      [2, null, 20],
    ])
    expect(plotCsv(lines, frame, 'step').split('\n')[0]).toBe(
      'step,rewards/margins,eval_rewards/margins,"rewards/margins (a, b)"',
    )
  })
  it('leave a plot without them as it was', () => {
    const frame = stepFrame(SERIES, OWN, WISHES)
    expect(withOverlays(frame, SERIES, [], { axis: 'step', smoothing: 0 })).toBe(frame)
  })
})
