/** @file The tables of the step. */

import { megabytes, table } from '../table'
import type { ArmResult } from './turns'

export function printLosses(arms: ArmResult[], difference: number): void {
  const rows = arms.map(({ group, key, losses, failure }) => [
    `${group}: ${key}`,
    ...(failure ? [`fails: ${failure}`] : losses.map((loss) => loss.toFixed(6))),
  ])
  console.log(`\n${table(['loss at step', '1', '2', '3', '4', '5'], rows)}`)
  console.log(`largest relative difference ${difference.toExponential(1)}`)
}

export function printSteps(arms: ArmResult[]): void {
  const sound = arms.filter(({ failure }) => !failure)
  const times = sound.map(({ group, key, facts, ms, firstStepMs, rates }) => [
    `${group}: ${key}`,
    ms?.median,
    ms?.min,
    ms && `${Math.round(ms.q1)}-${Math.round(ms.q3)}`,
    ms?.count,
    firstStepMs,
    facts.threads || null,
    ...Object.values(rates ?? {}),
  ])
  const sizes = Object.keys(sound[0]?.rates ?? {}).map((size) => `${size} GFLOP/s`)
  console.log(`\n${table(['step', 'median ms', 'min', 'quartiles', 'n', 'first ms', 'threads', ...sizes], times)}`)
  const counted = sound.filter(({ group }) => group === 'webgpu')
  if (counted.length === 0) return
  const counts = counted.map((arm) => [
    arm.key,
    arm.dispatches,
    arm.submits,
    arm.passes,
    arm.bufferWrites,
    arm.buffersCreated,
    arm.encodeMs?.median,
    arm.encodeMs?.min,
    megabytes(arm.peakBytes ?? 0),
    megabytes(arm.liveBytes ?? 0),
  ])
  const header = [
    'webgpu, a step',
    'dispatches',
    'submits',
    'passes',
    'writes',
    'buffers',
    'encode ms',
    'min',
    'peak MB',
    'live MB',
  ]
  console.log(`\n${table(header, counts)}`)
}
