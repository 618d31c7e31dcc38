/** @file Where a step's GPU time goes, by kernel: timestamps around every dispatch, which then has a pass of its own. */
import type { KernelTime } from '../../src/engine/ops/webgpu/profile'
import { STANDARD } from '../network'
import { table } from '../table'
import type { Context } from './context'
import { withOurs } from './measure-ours'

/** Steps before it: enough for what compiles in the background to be ready. */
const WARMUP = 30

export async function profileStep(context: Context): Promise<KernelTime[]> {
  const times = await withOurs(context, { shape: STANDARD, backend: 'webgpu' }, async (arm) => {
    for (let i = 0; i < WARMUP; i++) await arm.call('step')
    return arm.call('profile')
  })
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const rows = times.map(({ key, calls, milliseconds }) => [
    key,
    calls,
    milliseconds,
    `${Math.round((100 * milliseconds) / total)}%`,
  ])
  console.log(`\n${table(['ours on webgpu, by kernel', 'calls', 'ms', 'share'], rows)}`)
  return times
}
