import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PlotOptions } from './plot-types'
import { sayCursor } from './say-cursor'

/** As much of an element as is written to. */
function slider() {
  const said: string[] = []
  const element = {
    dataset: {},
    setAttribute: (name: string, value: string) => {
      if (name === 'aria-valuetext') said.push(value)
    },
  } as unknown as HTMLElement
  return { element, said }
}

const OPTIONS = { xName: 'step', lines: [{ id: 'loss', name: 'loss', color: 'policy' }] } as unknown as PlotOptions
const focus = (element: HTMLElement | null) => vi.stubGlobal('document', { activeElement: element })

describe('what is said of the cursor', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('follows the run while the plot is not focused, but for cursors that are another plot’s', () => {
    const { element, said } = slider()
    focus(null)
    sayCursor(element, OPTIONS, { x: null, values: [2] })
    sayCursor(element, OPTIONS, { x: null, values: [1] })
    sayCursor(element, OPTIONS, { x: 3, values: [7] })
    expect(said.map((text) => text.match(/[\d.]+$/)![0])).toEqual(['2.00', '1.00'])
  })
  it('does not speak at every step while the plot is focused', () => {
    const { element, said } = slider()
    focus(null)
    sayCursor(element, OPTIONS, { x: null, values: [2] })
    focus(element)
    for (const value of [1.5, 1.2, 1]) sayCursor(element, OPTIONS, { x: null, values: [value] })
    expect(said).toHaveLength(1)
    sayCursor(element, OPTIONS, { x: 4, values: [1.5] })
    expect(said.at(-1)).toBe('step 4: loss 1.50')
    // Taken away: once, what is newest.
    for (const value of [0.9, 0.8]) sayCursor(element, OPTIONS, { x: null, values: [value] })
    expect(said).toHaveLength(3)
    expect(said.at(-1)).toMatch(/0\.900$/)
  })
})
