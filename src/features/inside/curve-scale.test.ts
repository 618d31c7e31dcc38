import { expect, it } from 'vitest'
import { objectiveOptions } from '../../protocol/objectives'
import { sampleCurve, ticks, xRange } from './curve-scale'
import { objectiveCurve } from './objective-curve'

const curveOf = (options: object) => objectiveCurve(objectiveOptions.parse(options))!

it('the axis reaches over all pairs, and shows the shape where they crowd', () => {
  const dpo = curveOf({ name: 'dpo' })
  const crowd = xRange(dpo, [0.01, -0.02, Number.NaN])
  expect(crowd[0]).toBeLessThanOrEqual(-2)
  expect(crowd[1]).toBeGreaterThanOrEqual(2)
  const [low, high] = xRange(dpo, [-7.3, 19.6])
  expect(low).toBeLessThan(-7.3)
  expect(high).toBeGreaterThan(19.6)
  expect(xRange(curveOf({ name: 'simpo', beta: 10, gammaBetaRatio: 0.5 }), [])[1]).toBeGreaterThan(5)
  expect(xRange(curveOf({ name: 'ipo', beta: 0.1 }), [])[1]).toBeGreaterThanOrEqual(10)
})

it('heights hold the whole curve', () => {
  for (const options of [{ name: 'dpo' }, { name: 'dpo', variant: 'robust', labelSmoothing: 0.3 }, { name: 'ipo' }]) {
    const { points, loss, weight } = sampleCurve(curveOf(options), [-4, 6])
    for (const point of points) {
      expect(point.loss).toBeGreaterThanOrEqual(loss[0])
      expect(point.loss).toBeLessThanOrEqual(loss[1])
      expect(Math.abs(point.slope)).toBeLessThanOrEqual(weight[1])
    }
  }
})

it('ticks are round and within', () => {
  expect(ticks([-2, 2], 4)).toEqual([-2, -1, 0, 1, 2])
  expect(ticks([0, 0.72], 4)).toEqual([0, 0.2, 0.4, 0.6])
  expect(ticks([-0.1, 27], 6)).toEqual([0, 5, 10, 15, 20, 25])
})
