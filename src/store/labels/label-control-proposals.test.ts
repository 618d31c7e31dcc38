import { beforeEach, describe, expect, it } from 'vitest'
import { MODEL, page } from './label-page-for-tests'

let lab: ReturnType<typeof page>
beforeEach(() => {
  lab = page()
})

describe('completions to judge', () => {
  it('are asked for once the view is shown, and the next ones while the person reads', () => {
    const { asked, state, answer } = lab
    expect(asked).toEqual([])
    state().enter()
    expect(asked).toHaveLength(1)
    expect(state().current).toBeNull()
    answer()
    expect(state().current).toMatchObject({ prompt: asked[0]!.prompt, model: 'small-world', step: null })
    expect(asked).toHaveLength(2)
    expect(asked[1]!.prompt).not.toBe(asked[0]!.prompt)
    answer()
    expect(asked).toHaveLength(2)
    state().pick(0)
    // At once: it was written ahead.
    expect(state().current?.prompt).toBe(asked[1]!.prompt)
  })

  it('make a pair of what was picked, with its origin and the judge’s scores', () => {
    const { state, set, answer, asked } = lab
    state().enter()
    answer()
    const [a, b] = state().current!.samples
    state().pick(1)
    expect(set().pairs).toEqual([
      expect.objectContaining({
        prompt: asked[0]!.prompt,
        chosen: b.text,
        rejected: a.text,
        origin: { kind: 'drawn', model: 'small-world', step: null, seed: asked[0]!.seed, first: 'rejected' },
        scores: { chosen: b.score, rejected: a.score },
        edited: false,
      }),
    ])
  })

  it('stand in either order, by their seed', () => {
    const { state, answer } = lab
    state().enter()
    const firsts = new Set<string>()
    for (let i = 0; i < 40; i++) {
      answer()
      firsts.add(state().current!.texts[0])
      state().pass()
      if (!state().current) answer()
    }
    expect(firsts).toEqual(new Set([' good', ' bad']))
  })

  it('can be edited first: the pair has the new text, is marked, and keeps no score', () => {
    const { state, set, answer } = lab
    state().enter()
    answer()
    state().write(0, ' better still')
    state().pick(0)
    expect(set().pairs[0]).toMatchObject({ chosen: ' better still', edited: true, scores: null })
  })

  it('that are the same, or empty, make no pair', () => {
    const { state, set, answer } = lab
    state().enter()
    answer([' same', ' same'])
    state().pick(0)
    expect(set().pairs).toEqual([])
    state().write(1, ' ')
    state().pick(0)
    expect(set().pairs).toEqual([])
    state().again()
    expect(state().current).toBeNull()
  })

  it('come back when the verdict is undone, and what was shown meanwhile comes after them', () => {
    const { state, set, answer } = lab
    state().enter()
    answer()
    answer()
    const first = state().current
    state().pick(0)
    const second = state().current
    state().undo()
    expect(set().pairs).toEqual([])
    expect(state().current).toBe(first)
    state().pick(1)
    expect(state().current?.prompt).toBe(second!.prompt)
    expect(set().pairs).toHaveLength(1)
    state().undo()
    state().pass()
    expect(set().pairs).toEqual([])
  })

  it('that were asked ahead are dropped when settings, model or run are others', () => {
    const { state, answer, config, asked, tell } = lab
    state().enter()
    answer()
    answer()
    config.getState().set('generation.temperature', 1.2)
    state().pick(0)
    expect(state().current).toBeNull()
    expect(asked.at(-1)!.generation.temperature).toBe(1.2)
    answer()
    answer()
    tell({ type: 'run-state', state: 'preparing', totalSteps: 2 })
    state().pick(0)
    expect(state().current).toBeNull()
  })

  it('that were asked ahead are dropped when the run has gone on far, and say their step', () => {
    const { state, answer, session, asked, tell } = lab
    session.setState({ runState: 'running', step: 4 })
    state().enter()
    answer()
    answer()
    expect(state().current?.step).toBe(4)
    session.setState({ step: 9 })
    state().pick(0)
    expect(state().current?.step).toBe(4)
    answer()
    session.setState({ step: 90 })
    const before = asked.length
    state().pick(0)
    expect(state().current).toBeNull()
    expect(asked).toHaveLength(before + 1)
    answer()
    expect(state().current?.step).toBe(90)
    // A fast run: what was asked ahead is out of date when it comes, and is not asked for again and again.
    session.setState({ step: 300 })
    const fast = asked.length
    answer()
    expect(asked).toHaveLength(fast)
    session.setState({ step: 90 })
    // Once it stands still, even one step is too far.
    session.setState({ runState: 'finished', step: 91 })
    const last = asked.length
    tell({ type: 'run-state', state: 'finished', totalSteps: 91 })
    expect(asked).toHaveLength(last + 1)
    answer()
    state().pick(0)
    expect(state().current?.step).toBe(91)
  })

  it('are not asked of a page that has no worker, no model or no tokenizer', () => {
    for (const lack of [{ replayOnly: true }, { model: null }, { model: { ...MODEL!, hasTokenizer: false } }]) {
      const { session, state, asked } = page()
      session.setState(lack)
      state().enter()
      expect(asked).toEqual([])
    }
  })

  it('wait for settings that cannot be drawn with, and are asked for once these are mended', () => {
    const { config, state, asked } = lab
    config.getState().set('generation.temperature', Number.NaN)
    state().enter()
    expect(asked).toEqual([])
    config.getState().set('generation.temperature', 0.5)
    expect(asked).toHaveLength(1)
    expect(asked[0]!.generation.temperature).toBe(0.5)
  })

  it('are asked for as soon as the model is there', () => {
    const { session, state, asked, tell } = lab
    session.setState({ model: null })
    state().enter()
    session.setState({ model: MODEL })
    tell({ type: 'model', model: MODEL! })
    expect(asked).toHaveLength(1)
  })

  it('are asked again by the person after an error, and by themselves when the model was replaced meanwhile', () => {
    const { state, asked, fail, session, tell, answer } = lab
    state().enter()
    fail()
    expect(state().failed).toBe(true)
    expect(asked).toHaveLength(1)
    state().again()
    expect(asked).toHaveLength(2)
    tell({ type: 'model', model: MODEL! })
    session.setState({ errors: [] })
    fail()
    expect(session.getState().errors).toEqual([])
    expect(state().failed).toBe(false)
    expect(asked).toHaveLength(3)
    answer()
    expect(state().current).not.toBeNull()
  })

  it('of a prompt of one’s own are asked when it is given, and again after each verdict', () => {
    const { state, asked, answer } = lab
    state().enter()
    answer()
    state().choosePrompts('own', '')
    expect(state().current).toBeNull()
    state().writeOwn('mine')
    answer()
    expect(state().current).toBeNull()
    state().ask()
    expect(asked.at(-1)!.prompt).toBe('mine')
    answer()
    expect(state().current?.prompt).toBe('mine')
    answer()
    state().pick(0)
    expect(state().current?.prompt).toBe('mine')
    expect(new Set(asked.map(({ seed }) => seed)).size).toBe(asked.length)
  })
})
