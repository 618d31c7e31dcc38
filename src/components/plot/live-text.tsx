/** @file Text that follows a source: written past React, no more often than eyes can read. */
import { useEffect, useRef } from 'react'
import type { PlotSource } from './plot-types'

export interface LiveTextProps {
  source: PlotSource
  text: () => string
  /** Shortest time between two texts. */
  everyMs?: number
  className?: string | undefined
  id?: string | undefined
}

export function LiveText({ source, text, everyMs = 500, className, id }: LiveTextProps) {
  const element = useRef<HTMLParagraphElement>(null)
  useEffect(
    () =>
      follow(source, everyMs, () => {
        const next = text()
        const node = element.current
        if (node && node.textContent !== next) {
          node.textContent = next
          node.title = next
        }
      }),
    [source, text, everyMs],
  )
  return <p ref={element} className={className} id={id} />
}

/** Calls at once and after changes, with at least so much time between; the last change is always seen. */
export function follow(source: PlotSource, everyMs: number, call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let last = Number.NEGATIVE_INFINITY
  const run = () => {
    timer = null
    last = performance.now()
    call()
  }
  const unsubscribe = source.subscribe(() => {
    timer ??= setTimeout(run, Math.max(0, everyMs - (performance.now() - last)))
  })
  run()
  return () => {
    unsubscribe()
    if (timer !== null) clearTimeout(timer)
  }
}
