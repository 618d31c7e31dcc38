import { expect, it } from 'vitest'
import { runConfig } from '../../protocol/run-config'
import type { StageEvent, TokensEvent } from '../../protocol/train-events'
import { RunFigures } from '../../store/plots/run-figures'
import { createOverlayStore } from '../../store/runs/overlays'
import { comparison } from './comparison'

const config = runConfig.parse({})
const stage = (n: number, firstStep: number): StageEvent => ({
  type: 'stage',
  stage: n,
  stages: 2,
  kind: 'preference',
  pairs: 4,
  steps: 10,
  firstStep,
  sources: [],
  ease: null,
})
const texts = (rows: number[], piece = 'a') =>
  rows.map((row) => ({ source: 's', row, prompt: '', chosen: [piece], rejected: ['b'] }))
const tokens = (step: number, values: number[], told?: TokensEvent['texts']): TokensEvent => ({
  type: 'tokens',
  step,
  pairs: values.map((value) => ({ chosen: [value], rejected: [value - 1] })),
  ...(told && { texts: told }),
})

function figuresOf(events: Parameters<RunFigures['append']>[0]): RunFigures {
  const figures = new RunFigures()
  figures.append(events)
  return figures
}

const figures = figuresOf([
  stage(1, 1),
  stage(2, 11),
  tokens(0, [-1, -2], texts([7, 9])),
  tokens(10, [-3, -4]),
  tokens(20, [-5, -6]),
])
const at = (step: number) => figures.tokenEvents.find((event) => event.step === step)!

it('the reference is the model that the stage began with; the base is that of the whole run', () => {
  const reference = comparison('reference', figures, config, [], true)
  expect([0, 10, 20].map((step) => reference.of(at(step))!.step)).toEqual([0, 0, 10])
  const base = comparison('base', figures, config, [], true)
  expect(base.of(at(20))!.step).toBe(0)
  expect([base.isReference(at(10)), base.isReference(at(20))]).toEqual([true, false])
})

it('what the run began with is the base, unless an adapter was loaded', () => {
  const adapted = runConfig.parse({ adapter: 'mine' })
  expect(comparison('base', figures, config, [], true).name).toBe('base')
  expect(comparison('base', figures, adapted, [], true).name).toBe('loaded adapter')
})

it('the control arm refers to the first reference throughout', () => {
  const fixed = runConfig.parse({ stages: { reference: 'base' } })
  expect(comparison('reference', figures, fixed, [], true).of(at(20))!.step).toBe(0)
})

it('another run is matched by source and row, at its last evaluation before', () => {
  const overlays = createOverlayStore()
  const add = (key: string, events: Parameters<RunFigures['append']>[0]) =>
    overlays.getState().add({ key, name: key, config, color: 1, events: [...events] })
  add('other', [tokens(0, [-1, -1, -1], texts([9, 8, 7])), tokens(15, [-10, -20, -30])])
  add('elsewhere', [tokens(0, [-1], texts([1]))])
  add('other tokenizer', [tokens(0, [-1, -1], texts([7, 9], 'aa'))])
  add('silent', [stage(1, 1)])
  const against = (key: string) => comparison(key, figures, config, overlays.getState().overlays, true)
  const other = against('other')
  expect(other.of(at(20))!.pairs.map((pair) => pair.chosen[0])).toEqual([-30, -10])
  expect(other.of(at(10))!.pairs.map((pair) => pair.chosen[0])).toEqual([-1, -1])
  expect([other.problemOf(0), other.problemOf(1), other.isReference(at(20))]).toEqual([null, null, false])
  expect(against('elsewhere').problemOf(0)).toMatch(/other pairs/)
  expect(against('other tokenizer').problemOf(0)).toMatch(/other tokens/)
  expect(against('silent').problemOf(0)).toMatch(/no tokens/)
  // One that was taken away leaves the reference.
  expect(against('gone').of(at(20))!.step).toBe(10)
})
