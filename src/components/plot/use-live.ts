/** @file A value computed from a source, for the few things that React has to render; renders when it changes. */
import { useEffect, useState } from 'react'
import { follow } from './live-text'
import type { PlotSource } from './plot-types'

/** `compute` must be stable, and give a primitive or the same object while nothing changed. */
export function useLive<T>(source: PlotSource, compute: () => T, everyMs = 500): T {
  const [value, setValue] = useState(compute)
  useEffect(() => follow(source, everyMs, () => setValue(() => compute())), [source, compute, everyMs])
  return value
}
