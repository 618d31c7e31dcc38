/** @file The bench's driver: runs the parts that are asked for, prints tables, writes bench/results/NAME.json. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { resolve } from 'node:path'
import type { Browser } from 'playwright'
import { buildBench, launch, openBenchPage, serve } from './browser'
import { goalsOf, printGoals, type Results } from './goals'
import { type Part, readOptions } from './options'
import { root, versions } from './places'
import type { Context } from './sections/context'
import { runFlatness } from './sections/flatness'
import { runGeneration } from './sections/generation'
import { runGrowth } from './sections/growth'
import { runMemory } from './sections/memory'
import { runPage } from './sections/page'
import { runSimpo } from './sections/simpo'
import { runStep } from './sections/step'
import { lossesAgree } from './sections/turns'

const RUN: Record<Part, (context: Context) => Promise<unknown>> = {
  step: runStep,
  simpo: runSimpo,
  growth: runGrowth,
  generation: runGeneration,
  flatness: runFlatness,
  memory: runMemory,
  page: runPage,
}

/** Exit code: 0, or 1 when the contenders' losses differ or a part fails. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args)
  const outDir = await buildBench()
  const plain = await serve(outDir)
  const isolated = await serve(outDir, { isolated: true })
  const browser = await launch(options)
  try {
    const environment = await readEnvironment(browser, isolated.address)
    const software = /swiftshader/i.test(JSON.stringify(environment.adapter))
    console.log(`${environment.browser} on ${environment.processor}, ${environment.cores} cores`)
    console.log(`adapter: ${JSON.stringify(environment.adapter?.description)} ${environment.adapter?.architecture}`)
    const context: Context = { browser, options, plain: plain.address, isolated: isolated.address, software }
    const results: Results = {}
    let sound = true
    for (const part of options.parts) {
      console.log(`\n== ${part}`)
      const started = Date.now()
      try {
        Object.assign(results, { [part]: await RUN[part](context) })
      } catch (error) {
        // The other parts' figures are not to be lost.
        sound = false
        console.error(error)
      }
      console.log(`(${((Date.now() - started) / 1000).toFixed(0)} s)`)
    }
    // Other work on the machine slows the contenders unevenly.
    const load = { before: environment.load, after: loadavg()[0]! }
    const goals = goalsOf(results)
    if (goals.length > 0) printGoals(goals)
    const file = resolve(root, 'bench/results', `${options.name}.json`)
    mkdirSync(resolve(root, 'bench/results'), { recursive: true })
    writeFileSync(file, `${JSON.stringify({ environment, load, options, goals, ...results }, null, 2)}\n`)
    console.log(`\nWritten to bench/results/${options.name}.json`)
    if (results.step && !lossesAgree(results.step.arms)) {
      sound = false
      console.error('The losses differ by more than 1e-3, or ours failed.')
    }
    return sound ? 0 : 1
  } finally {
    await browser.close()
    plain.close()
    isolated.close()
    rmSync(outDir, { recursive: true, force: true })
  }
}

async function readEnvironment(browser: Browser, address: string) {
  const page = await openBenchPage(browser, address)
  const { adapter, ...inPage } = await page.evaluate(() => window.bench.environment())
  await page.close()
  return {
    date: new Date().toISOString(),
    browser: `Chromium ${browser.version()}`,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
    load: loadavg()[0]!,
    ...inPage,
    adapter,
    versions: versions(),
  }
}
