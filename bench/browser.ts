/** @file A real browser with the bench's page: builds it, serves it with or without isolation, and drives it. */
import { resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { build, type PreviewServer, preview } from 'vite'
import { CHROMIUM_ARGS, findChromium } from '../scripts/find-chromium.mjs'
import type { Arm, OpenOptions } from './calls'
import type { ContenderName, Setup } from './contenders/contender'
import type { Bench } from './page/host'
import { buildFolder, root } from './places'
import { threadedWasm } from './threaded-wasm'

declare global {
  interface Window {
    bench: Bench
  }
}

/** What makes a page cross-origin isolated: its wasm may share memory among threads. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
/** Instead of the software adapter. */
const HARDWARE_ARGS = ['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface']

export async function launch({ hardware = false }): Promise<Browser> {
  const args = hardware
    ? [...CHROMIUM_ARGS.filter((arg) => !arg.includes('swiftshader')), ...HARDWARE_ARGS]
    : CHROMIUM_ARGS
  return chromium.launch({ executablePath: findChromium(), args })
}

/** As the app itself is built, but to a folder of its own. */
export async function buildBench(): Promise<string> {
  const outDir = buildFolder('page')
  await build({
    root: resolve(root, 'bench/page'),
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    worker: { format: 'es', plugins: () => [threadedWasm()] },
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 4000, assetsInlineLimit: 0 },
  })
  return outDir
}

export async function serve(outDir: string, { isolated = false } = {}): Promise<{ address: string; close(): void }> {
  const server: PreviewServer = await preview({
    root: outDir,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers: isolated ? ISOLATION : {} },
  })
  const address = server.resolvedUrls!.local[0]!
  return { address, close: () => void server.close() }
}

/** The bench's page, open. */
export async function openBenchPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage()
  page.on('console', (message) => message.type() === 'error' && console.error(`  page: ${message.text()}`))
  page.on('pageerror', (error) => console.error(`  page: ${error.message}`))
  await page.goto(address)
  await page.waitForFunction(() => 'bench' in window)
  return page
}

/** A contender in a worker of the page. */
export async function openArm(
  page: Page,
  key: string,
  name: ContenderName,
  backend: Setup['backend'],
  options: OpenOptions,
): Promise<Arm> {
  const call = (call: string, args: unknown[]) =>
    page.evaluate(({ key, call, args }) => window.bench.call(key, call, args), { key, call, args })
  const close = () => page.evaluate((key) => window.bench.stop(key), key)
  await page.evaluate((key) => window.bench.start(key), key)
  try {
    const facts = (await call('open', [name, backend, options])) as Arm['facts']
    return { key, facts, call: ((name: string, ...args: unknown[]) => call(name, args)) as Arm['call'], close }
  } catch (error) {
    await close()
    throw error
  }
}
