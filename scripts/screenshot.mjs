/**
 * Saves the README's picture: the page as it opens, with its recorded run drawn. It builds and serves nothing.
 * Usage: node scripts/screenshot.mjs [URL]
 */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { CHROMIUM_ARGS, findChromium } from './find-chromium.mjs'

const ADDRESS = process.argv[2] ?? 'http://localhost:4173/'
const FILE = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'screenshot.png')

const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS })
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  await page.goto(ADDRESS)
  await page
    .getByTestId('run-state')
    .filter({ hasText: /recorded/i })
    .waitFor()
  await page.getByTestId('sample').first().waitFor()
  await page.getByTestId('model-facts').filter({ hasText: 'parameters' }).waitFor()
  await page.getByTestId('data-facts').filter({ hasText: 'pairs' }).waitFor()
  // The sentence under a plot is written when its figures are there; the plots draw at the next frames.
  await page
    .getByRole('figure', { name: 'Reward margin' })
    .filter({ hasText: /Margin .*, chosen ahead in/ })
    .waitFor()
  await page.waitForTimeout(1000)
  mkdirSync(dirname(FILE), { recursive: true })
  await page.screenshot({ path: FILE })
  console.log(`Saved ${FILE}`)
} catch (error) {
  console.error(`No screenshot of ${ADDRESS}: ${error.message}`)
  process.exitCode = 1
} finally {
  await browser.close()
}
