import { afterEach, describe, expect, it } from 'vitest'
import { loadDictionary, speak } from '../../i18n/words'
import { figureText, metricHelp } from './run-metrics'

afterEach(async () => speak(await loadDictionary('en')))

describe('a figure as text', () => {
  it.each(['en', 'ko'] as const)('is a percentage where it is a share, in %s too', async (language) => {
    speak(await loadDictionary(language))
    expect(figureText('eval_win_rate', 0.8)).toBe('80%')
    expect(figureText('eval_kl/chosen', 0.8)).toBe('0.800')
    expect(figureText('eval_win_rate', null)).toBe('n/a')
  })

  it('has its unit one hover away', () => {
    expect(metricHelp('eval_kl/chosen')).toMatch(/exact over the vocabulary\. Unit: nats per token\.$/)
    expect(metricHelp('grad_norm')).toBe('Global norm of the gradient before clipping.')
  })
})
