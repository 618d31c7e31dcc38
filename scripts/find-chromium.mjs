/** Finds a Chrome or Chromium on this machine; the tests and the screenshot script drive it. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Path of a browser, or undefined. CHROMIUM_PATH wins, then the search path, then Playwright's own download. */
export function findChromium() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)))
  const candidates = [process.env.CHROMIUM_PATH, ...onPath, ...MAC, chromium.executablePath()]
  return candidates.find((path) => path && existsSync(path))
}

/** Software WebGPU without a GPU, no sandbox for root, and no background traffic. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
