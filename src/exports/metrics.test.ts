import { describe, expect, it } from 'vitest'
import { metricsCsv, metricsJsonl } from './metrics'
import { smallRun } from './run-for-tests'
import { metricsReadme, trlLog } from './trl-log'

const { events, info } = smallRun()
const linesOf = (text: string) => text.trimEnd().split('\n')
const objects = (text: string) => linesOf(text).map((line) => JSON.parse(line))

describe('metrics as CSV', () => {
  const [head, ...rows] = linesOf(metricsCsv(events)).map((line) => line.split(','))

  it('has a row per step and evaluation, in the order in which they were told', () => {
    expect(rows.map(([step, kind]) => `${step} ${kind}`)).toEqual(['1 step', '0 eval', '2 step', '2 eval'])
  })

  it('has all keys of all rows as columns, training before held-out, and empty cells for what was not measured', () => {
    expect(head!.slice(0, 4)).toEqual(['step', 'kind', 'loss', 'rewards/margins'])
    expect(new Set(head).size).toBe(head!.length)
    for (const row of rows) expect(row).toHaveLength(head!.length)
    expect(rows[0]![head!.indexOf('eval_loss')]).toBe('')
    expect(rows[1]![head!.indexOf('eval_length/spearman')]).toBe('')
    expect(Number(rows[3]![head!.indexOf('eval_loss')])).toBe(0.55)
  })
})

it('metrics as JSONL keep undefined figures as null', () => {
  const lines = objects(metricsJsonl(events))
  expect(lines).toHaveLength(4)
  expect(lines[1]).toEqual({ step: 0, eval_loss: 0.7, 'eval_length/spearman': null, 'eval_rewards/margins': 0 })
})

describe('what TRL would have logged', () => {
  it('is the sum of log-probs for DPO', () => {
    expect(objects(trlLog(events, info.config))[0]).toMatchObject({ 'logps/chosen': -12, learning_rate: 1e-4 })
  })

  it('is the mean per token for SimPO, and the readme says so', () => {
    const { config } = smallRun({ objective: { name: 'simpo' } }).info
    const lines = objects(trlLog(events, config))
    expect(lines[0]).toMatchObject({ 'logps/chosen': -1.5 })
    expect(lines[3]).toMatchObject({ 'eval_logps/chosen': -1.4 })
    expect(metricsReadme(config)).toContain('mean per token')
    expect(metricsReadme(info.config)).not.toContain('mean per token')
  })

  it('has none of the keys that are this page’s own', () => {
    const keys = objects(trlLog(events, info.config)).flatMap((line) => Object.keys(line))
    expect(keys.filter((key) => /logps_|step_seconds|length\//.test(key))).toEqual([])
  })

  it('leaves rewards out where TRL counts them otherwise', () => {
    const { config } = smallRun({ objective: { name: 'dpo', variant: 'length-normalised' } }).info
    expect(objects(trlLog(events, config)).flatMap((line) => Object.keys(line))).not.toContain('rewards/margins')
    expect(metricsReadme(config)).toContain('left out')
  })
})
