/** @file The built app in a real browser, served as `npm start` serves it: bytes of its first view, time to the first step, long tasks. */
import { rmSync } from 'node:fs'
import type { Browser, BrowserContext } from 'playwright'
import { build } from 'vite'
import { serve } from '../browser'
import { buildFolder, root } from '../places'
import { figure, table } from '../table'
import type { Context } from './context'
import { type FirstLoad, measureFirstLoad } from './first-load'
import { installProbe, type ProbeReport, watchTraining } from './page-probe'

type Backend = 'webgpu' | 'wasm'

export interface StartTime {
  backend: Backend
  cache: 'cold' | 'warm'
  /** Milliseconds since navigation. */
  playShown: number
  firstStep: number
}

export interface PageResult {
  firstLoad: FirstLoad
  starts: StartTime[]
  /** Of the main thread, while the run went on. */
  longTasks: { backend: Backend; seconds: number; steps: number; durations: number[] }[]
}

/** How long each run is watched for long tasks, from its first step on. */
const WATCH_MS = 15_000
const REST_MS = 3000
/** For a first step; a software adapter compiles slowly. */
const PATIENCE_MS = 120_000

export async function runPage({ browser, options }: Context): Promise<PageResult> {
  const outDir = buildFolder('app')
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  const { address, close } = await serve(outDir, { isolated: true })
  try {
    const firstLoad = await inContext(browser, (context) => measureFirstLoad(context, address))
    const result: PageResult = { firstLoad, starts: [], longTasks: [] }
    for (const backend of ['wasm', 'webgpu'] as const) {
      if (options.backend && options.backend !== backend) continue
      await inContext(browser, async (context) => {
        result.starts.push({ backend, cache: 'cold', ...(await visit(context, address, backend)).start })
        const { start, report } = await visit(context, address, backend, WATCH_MS)
        result.starts.push({ backend, cache: 'warm', ...start })
        const { steps, longTasks } = report
        result.longTasks.push({ backend, seconds: WATCH_MS / 1000, steps, durations: longTasks })
      })
    }
    print(result)
    return result
  } finally {
    close()
    rmSync(outDir, { recursive: true, force: true })
  }
}

async function inContext<T>(browser: Browser, work: (context: BrowserContext) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    return await work(context)
  } finally {
    await context.close()
  }
}

/** Opens the app, presses Play as soon as it is there, and waits for the first step; then watches for a while. */
async function visit(
  context: BrowserContext,
  address: string,
  backend: Backend,
  watchMs = 0,
): Promise<{ start: Pick<StartTime, 'playShown' | 'firstStep'>; report: ProbeReport }> {
  const page = await context.newPage()
  try {
    await installProbe(page, backend)
    await page.goto(address)
    const report = await watchTraining(page, watchMs, PATIENCE_MS)
    return { start: { playShown: report.playShown, firstStep: report.firstStep }, report }
  } finally {
    await page.close()
    // What the GPU's queue still holds would delay the next visit.
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
  }
}

function print({ firstLoad, starts, longTasks }: PageResult): void {
  const kilobytes = (bytes: number) => figure(Math.round(bytes / 1000))
  const lines = Object.entries(firstLoad.groups).map(([name, { files, bytes, compressed }]) => [
    name,
    files,
    kilobytes(bytes),
    kilobytes(compressed),
  ])
  console.log(`\n${table(['loaded at first', 'files', 'kB', 'kB gzipped'], lines)}`)
  console.log(`tfjs in the page's own scripts: ${firstLoad.tfjsInPage ? 'yes' : 'no'}`)
  const times = starts.map(({ backend, cache, playShown, firstStep }) => [
    `${backend}, ${cache} cache`,
    playShown,
    firstStep,
  ])
  console.log(`\n${table(['ms since navigation', 'Play shown', 'first step'], times)}`)
  for (const { backend, seconds, steps, durations } of longTasks) {
    const longest = Math.max(0, ...durations)
    console.log(
      `${backend}: ${steps} steps in ${seconds} s, ${durations.length} long tasks, longest ${figure(longest)} ms`,
    )
  }
}
