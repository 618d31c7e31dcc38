import { describe, expect, it } from 'vitest'
import { parseSweep } from '../../protocol/sweep'
import { trialsOf } from '../../protocol/sweep-trials'
import { aboutSweep } from './about-sweep'

describe('the small print of a sweep', () => {
  it('says what all runs share, and no value of what varies', () => {
    const sweep = parseSweep({
      name: 'my betas',
      base: { optimizer: { learningRate: 0.002 }, seed: 7 },
      fields: [{ path: 'objective.beta', values: [0.5, 2] }],
    })
    const { caption } = aboutSweep({ sweep, trials: trialsOf(sweep) })
    expect(caption).toMatch(/^my betas · DPO · lr 0\.002 · .*seed 7$/)
    expect(caption).not.toContain('β')
  })

  it('names an unnamed sweep by what varies', () => {
    const sweep = parseSweep({ fields: [{ path: 'seed', values: [1, 2] }] })
    const { caption } = aboutSweep({ sweep, trials: trialsOf(sweep) })
    expect(caption).toMatch(/^seed · DPO · β 0\.1 · lr /)
    expect(caption).not.toMatch(/seed \d/)
  })
})
