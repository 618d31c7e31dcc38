/** @file When a run began, as short as it stays clear: the time today, else the day. */

export function whenText(startedAt: number, now: Date = new Date()): string {
  const begun = new Date(startedAt)
  const language = globalThis.document?.documentElement.lang || 'en'
  if (begun.toDateString() === now.toDateString()) {
    return begun.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  }
  const sameYear = begun.getFullYear() === now.getFullYear()
  return begun.toLocaleDateString(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}
