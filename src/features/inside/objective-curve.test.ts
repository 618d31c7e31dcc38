import { describe, expect, it } from 'vitest'
import golden from '../../../tests/golden/losses.json'
import { goldenCases } from '../../../tests/support/golden-losses'
import { objectiveOptions } from '../../protocol/objectives'
import { runConfig } from '../../protocol/run-config'
import { heldOutXs, objectiveCurve, objectiveOfStage } from './objective-curve'
import { tellingRecordings } from './recordings-for-tests'
import { stageAt } from './run-time'

const curveOf = (options: object) => objectiveCurve(objectiveOptions.parse(options))!

const { inputs } = golden

describe('the curve', () => {
  it.each(goldenCases)('$title: losses and slopes are the reference’s', ({ golden: expected, options, kink }) => {
    const curve = objectiveCurve(options)!
    const scale = 'beta' in options ? options.beta : 1
    const ofSide = (side: 'chosen' | 'rejected', i: number) => {
      const sum = side === 'chosen' ? inputs.policy_chosen_sum[i]! : inputs.policy_rejected_sum[i]!
      const reference = side === 'chosen' ? inputs.ref_chosen_sum[i]! : inputs.ref_rejected_sum[i]!
      const length = side === 'chosen' ? inputs.chosen_len[i]! : inputs.rejected_len[i]!
      return (sum - (options.name === 'simpo' ? 0 : reference)) / (curve.perToken ? length : 1)
    }
    expected.losses.forEach((loss, i) => {
      const margin = scale * (ofSide('chosen', i) - ofSide('rejected', i))
      const x = curve.fromMargin!(margin)
      const point = curve.at(x)
      expect(Math.abs(point.loss - loss)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(loss)))
      if (i === kink) return
      // d x / d sum of log-probs, or per average where the reference took averages.
      const perToken = curve.perToken && expected.inputs !== 'avg_logps' ? inputs.chosen_len[i]! : 1
      const rate = (curve.x === 'gap' ? 1 : scale) / perToken
      const grad = expected.grad_sum_wrt_policy_chosen[i]!
      expect(Math.abs(point.slope * rate - grad)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(grad)))
    })
  })

  const everyCurve = [
    { name: 'dpo' },
    { name: 'dpo', labelSmoothing: 0.2 },
    { name: 'dpo', variant: 'robust', labelSmoothing: 0.2 },
    { name: 'dpo', variant: 'hinge' },
    { name: 'dpo', variant: 'length-normalised' },
    { name: 'simpo', beta: 2, gammaBetaRatio: 0.5 },
    { name: 'simpo', variant: 'hinge', gammaBetaRatio: 0.8 },
    { name: 'simpo', labelSmoothing: 0.1, lengthNormalised: false },
    { name: 'ipo', beta: 0.3 },
    { name: 'ipo', lengthNormalised: false },
    { name: 'orpo', lambda: 0.7 },
  ]
  it.each(everyCurve)('%o: the slope is that of the loss', (options) => {
    const { at } = curveOf(options)
    const step = 1e-5
    for (const x of [-30, -3.1, -0.4, 0, 0.35, 0.9, 2.2, 7, 40]) {
      const difference = (at(x + step).loss - at(x - step).loss) / (2 * step)
      expect(Math.abs(at(x).slope - difference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(difference)))
    }
  })

  it('knows where the objective lets go, or what it aims at', () => {
    expect(curveOf({ name: 'dpo' }).aim).toBeNull()
    expect(curveOf({ name: 'dpo', variant: 'hinge' }).aim).toEqual({ kind: 'hinge', x: 1 })
    expect(curveOf({ name: 'simpo', beta: 2, gammaBetaRatio: 0.5 }).aim).toEqual({ kind: 'gamma', x: 1 })
    expect(curveOf({ name: 'simpo', beta: 2, gammaBetaRatio: 0 }).aim).toBeNull()
    const ipo = curveOf({ name: 'ipo', beta: 0.25 })
    expect(ipo.aim).toEqual({ kind: 'ipo', x: 2 })
    expect(ipo.at(2)).toEqual({ loss: 0, slope: 0 })
    expect(objectiveCurve({ name: 'sft' })).toBeNull()
    // Label smoothing asks for a finite margin, robust DPO for ever more.
    const smoothed = curveOf({ name: 'dpo', labelSmoothing: 0.3 })
    expect(smoothed.aim!.kind).toBe('smoothed')
    expect(smoothed.aim!.x).toBeCloseTo(Math.log(0.7 / 0.3), 12)
    expect(smoothed.at(smoothed.aim!.x).slope).toBeCloseTo(0, 12)
    expect(curveOf({ name: 'dpo', variant: 'robust', labelSmoothing: 0.3 }).aim).toBeNull()
  })

  it('of ORPO takes the log odds ratio, from log-probs per token', () => {
    const curve = curveOf({ name: 'orpo', lambda: 0.5 })
    expect(curve.fromMargin).toBeNull()
    const pairs = {
      margins: [0],
      logpsAvgChosen: [Math.log(0.5)],
      logpsAvgRejected: [Math.log(0.2)],
      lengthsChosen: [1],
      lengthsRejected: [1],
    }
    // Odds of 1 against 1/4.
    expect(heldOutXs(curve, pairs)[0]).toBeCloseTo(Math.log(4), 12)
    expect(curve.at(Math.log(4)).loss).toBeCloseTo(0.5 * Math.log(1.25), 12)
    expect(heldOutXs(curve, { ...pairs, logpsAvgChosen: [0] })[0]).toBeLessThan(20)
  })
})

it('a stage has its own beta, and the warm-up imitates', () => {
  const config = runConfig.parse({ objective: { name: 'dpo', beta: 0.1 }, stages: { overrides: [{}, { beta: 3 }] } })
  expect(objectiveOfStage(config, 0).name).toBe('sft')
  expect(objectiveOfStage(config, 1)).toMatchObject({ name: 'dpo', beta: 0.1 })
  expect(objectiveOfStage(config, 2)).toMatchObject({ name: 'dpo', beta: 3 })
})

/** A recording keeps five digits: by so much can a number in it be off. */
const roundedBy = (value: number): number =>
  value === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - 4)
/** Share of its size by which a 32-bit figure of the device may be off. */
const DEVICE = 2e-6

it('the pairs of recorded batches lie on the curve: loss and margin were measured apart', () => {
  let placed = 0
  for (const { file, run, figures } of tellingRecordings()) {
    for (const { step, pairs } of figures.batches) {
      const curve = objectiveCurve(objectiveOfStage(run.config, stageAt(figures.stageMarks, step)?.stage ?? 1))
      if (!curve?.fromMargin || curve.sftWeight > 0) continue
      const lossAt = (margin: number) => curve.at(curve.fromMargin!(margin)).loss
      pairs.margins.forEach((margin, i) => {
        const [loss, at] = [pairs.losses[i]!, lossAt(margin)]
        // A rounded margin moves the curve's loss by as much as the curve is steep there.
        const ends = [-1, 1].map((side) => Math.abs(lossAt(margin + side * roundedBy(margin)) - at))
        const allowed = Math.max(...ends) + roundedBy(loss) + DEVICE * (1 + Math.abs(margin) + Math.abs(loss))
        expect(Math.abs(at - loss), `${file}, step ${step}, pair ${i}`).toBeLessThanOrEqual(allowed)
        placed += 1
      })
    }
  }
  expect(placed).toBeGreaterThan(1000)
})
