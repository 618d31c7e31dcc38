/**
 * What of the page works in the browsers that Playwright does not drive here: Firefox and WebKitGTK (Safari's engine),
 * each where it is installed. It serves `dist`, so build before.
 * `npm run test:browsers`
 */
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { preview } from 'vite'
import { openFirefox } from './firefox.mjs'
import { openWebKit } from './webkit.mjs'

const PORT = 4199
const PAGE = `http://127.0.0.1:${PORT}/`
const STEPS = 5
/** A short run, as a link asks for it. */
const LINK = `#v=1&training.maxSteps=${STEPS}&evaluation.samplePrompts=4&backend=wasm`
/** Seconds for what takes a model; software renders here. */
const PATIENCE = 240

const onPath = (...names) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file))

/** WebKitGTK's own small browser lies with its libraries. */
function miniBrowser() {
  const folders = ['/usr/lib', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))]
  return folders
    .flatMap((folder) =>
      ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'].map((name) => join(folder, name, 'MiniBrowser')),
    )
    .find((file) => existsSync(file))
}

const testId = (id) => `document.querySelector('[data-testid="${id}"]')?.textContent ?? ''`
const has = (name) =>
  `[...document.querySelectorAll('button')].some((button) => button.textContent.trim() === ${JSON.stringify(name)})`
const press = (name) => `
  const named = [...document.querySelectorAll('button')].find((button) =>
    (button.getAttribute('aria-label') ?? button.textContent).trim() === ${JSON.stringify(name)})
  named?.click()
  return named !== undefined`

async function until(browser, expression, holds) {
  let value
  for (const end = Date.now() + PATIENCE * 1000; Date.now() < end; await wait(500)) {
    value = await browser.run(`return ${expression}`)
    if (holds(String(value))) return String(value)
  }
  throw new Error(`still “${value}” after ${PATIENCE} s`)
}

const CHECKS = [
  [
    'the page opens with model and data',
    async (browser) => {
      await browser.go(PAGE + LINK)
      await until(browser, testId('model-facts'), (text) => text.includes('parameters'))
      await until(browser, testId('data-facts'), (text) => text.includes('pairs'))
    },
  ],
  ['the device is named', (browser) => until(browser, testId('device-chip'), (text) => /wasm|GPU/.test(text))],
  [
    'it is cross-origin isolated, so wasm has threads',
    (browser) => until(browser, 'crossOriginIsolated', (text) => text === 'true'),
  ],
  [
    'a run of five steps comes to its end',
    async (browser) => {
      await browser.run(press('Play'))
      await until(browser, testId('step-count'), (text) => text.includes(`${STEPS} / ${STEPS}`))
      await until(browser, has('Play again'), (text) => text === 'true')
    },
  ],
  [
    'every view opens',
    async (browser) => {
      for (const view of ['Inside', 'Sweep', 'Label', 'Plots']) {
        await browser.run(press(view))
        await until(browser, `document.querySelector('button[aria-current]')?.textContent`, (text) => text === view)
      }
    },
  ],
  [
    'the run is kept over a reload',
    async (browser) => {
      await wait(4000)
      await browser.go('about:blank')
      await browser.go(PAGE)
      await until(browser, testId('model-facts'), (text) => text.includes('parameters'))
      await browser.run(press('Runs'))
      await until(browser, `document.querySelectorAll('main table tbody tr').length`, (text) => Number(text) >= 1)
    },
  ],
]

const server = await preview({ preview: { port: PORT, host: '127.0.0.1', strictPort: true } })
const browsers = [
  ['Firefox', () => onPath('firefox', 'firefox-esr'), openFirefox],
  ['WebKitGTK', () => onPath('WebKitWebDriver'), (path) => openWebKit(path, miniBrowser())],
]
for (const [name, find, open] of browsers) {
  const path = find()
  if (!path) {
    console.log(`${name}: not installed, not tested`)
    continue
  }
  const browser = await open(path)
  console.log(browser.name)
  try {
    for (const [promise, check] of CHECKS) {
      const began = Date.now()
      const fault = await check(browser).then(
        () => null,
        (error) => error,
      )
      const seconds = ((Date.now() - began) / 1000).toFixed(1)
      console.log(`  ${fault ? '✘' : '✓'} ${promise} (${seconds} s)${fault ? `: ${fault.message}` : ''}`)
      if (fault) process.exitCode = 1
    }
  } finally {
    await browser.close()
  }
}
await server.close()
process.exit()
