/** @file Plots draw one after the other, a few in each frame: a dozen at once would hold up the page. */

/** Milliseconds of drawing in one frame; the rest waits for the next. */
const BUDGET = 8

/** In the order in which they asked. */
const waiting = new Set<() => void>()
let isAsked = false

/** Calls `draw` in one of the next frames, once however often it is asked for. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw)
  if (!isAsked) requestAnimationFrame(drawSome)
  isAsked = true
}

export function drawNoMore(draw: () => void): void {
  waiting.delete(draw)
}

function drawSome(): void {
  const begun = performance.now()
  for (const draw of waiting) {
    waiting.delete(draw)
    draw()
    if (performance.now() - begun > BUDGET) break
  }
  isAsked = waiting.size > 0
  if (isAsked) requestAnimationFrame(drawSome)
}
