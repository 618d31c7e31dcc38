/** @file A sweep of this browser, kept with what came of it, so that it can be looked at again and continued. */
import type { SweepFile } from './sweep'
import type { TrialResult } from './sweep-ranking'
import type { Trial } from './sweep-trials'

export interface KeptSweep {
  id: string
  /** Its base is the whole config that was in the form. Its metric is the one chosen last. */
  sweep: SweepFile
  /** Frozen when it began. */
  trials: Trial[]
  /** Milliseconds since 1970. */
  startedAt: number
  /** Of the runs that have ended, by their index. */
  results: Record<number, TrialResult>
  /** Ids of the kept runs, by index. */
  runs: Record<number, string>
}
