/** @file Runs inside the app's page: presses Play, and notes when the first step is shown and which tasks are long. */
import type { Page } from 'playwright'

export interface ProbeReport {
  /** Milliseconds since navigation; 0 while it has not happened. */
  playShown: number
  firstStep: number
  steps: number
  /** Milliseconds of tasks over 50 ms since the first step. */
  longTasks: number[]
  /** What the worker reported as an error. */
  failure: string
}

declare global {
  interface Window {
    benchProbe: ProbeReport
  }
}

interface WorkerMessage {
  type?: string
  config?: object
  events?: { type: string; step?: number }[]
  error?: { message: string }
}

export async function installProbe(page: Page, backend: 'webgpu' | 'wasm'): Promise<void> {
  await page.addInitScript((backend) => {
    const probe: ProbeReport = { playShown: 0, firstStep: 0, steps: 0, longTasks: [], failure: '' }
    window.benchProbe = probe
    const listen = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type === 'error') probe.failure ||= data.error?.message ?? 'unknown'
      const steps = data.type === 'train' ? (data.events ?? []).filter(({ type }) => type === 'step') : []
      if (steps.length === 0) return
      probe.steps = steps.at(-1)?.step ?? 0
      // Seen at the next drawing.
      requestAnimationFrame(() => {
        probe.firstStep ||= performance.now()
      })
    }
    // The app chooses the backend by itself; here each is wanted from the start.
    const post = Worker.prototype.postMessage as (this: Worker, ...args: unknown[]) => void
    Worker.prototype.postMessage = function (this: Worker, message: WorkerMessage, ...rest: unknown[]) {
      if (message.type === 'open') this.addEventListener('message', listen)
      const changed: Record<string, object> = {
        open: { ...message, backend },
        start: { ...message, config: { ...message.config, backend } },
      }
      post.call(this, changed[message.type ?? ''] ?? message, ...rest)
    }
    const press = () => {
      const play = [...document.querySelectorAll('button')].find(({ innerText }) => innerText.trim() === 'Play')
      if (!play) return requestAnimationFrame(press)
      probe.playShown = performance.now()
      play.click()
    }
    requestAnimationFrame(press)
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        if (probe.firstStep && startTime > probe.firstStep) probe.longTasks.push(duration)
      }
    }).observe({ type: 'longtask' })
  }, backend)
}

export async function watchTraining(page: Page, watchMs: number, patienceMs: number): Promise<ProbeReport> {
  const isOver = () => window.benchProbe.firstStep > 0 || window.benchProbe.failure !== ''
  await page.waitForFunction(isOver, undefined, { timeout: patienceMs, polling: 50 })
  await page.waitForTimeout(watchMs)
  const report = await page.evaluate(() => window.benchProbe)
  if (report.failure) throw new Error(`the app failed: ${report.failure}`)
  return report
}
