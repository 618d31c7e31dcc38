/** @file Without a network after the first visit, isolated without headers, and at an address that is not secure. */
import { expect, type Page, test } from '@playwright/test'
import { chromium } from 'playwright'
import { CHROMIUM_ARGS, findChromium } from '../scripts/find-chromium.mjs'
import { button, openPage, setFields, stepsTaken } from './support/playground'
import { type StaticHost, serveStatically } from './support/static-server'

test.use({ serviceWorkers: 'allow' })

let host: StaticHost

test.beforeAll(async () => {
  host = await serveStatically(process.env.E2E_DIST ?? 'dist')
})

test.afterAll(() => host.close())

/** The worker has everything and answers for the page, which may have been loaded anew for it. */
async function untilKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state).catch(() => undefined), {
      timeout: 30_000,
    })
    .toBe('activated')
}

/** The smallest run there is: no samples, one step. */
async function oneStep(page: Page): Promise<void> {
  await page.getByText('Evaluation and samples').click()
  await setFields(page, { 'sample prompts': '0' })
  await button(page, 'Step').click()
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBe(1)
}

test('a host without headers: isolated by the worker, with threads, and offline from then on', async ({
  page,
  context,
}) => {
  let loads = 0
  page.on('load', () => loads++)
  const answer = await page.goto(host.address)
  expect(answer?.headers()).not.toHaveProperty('cross-origin-opener-policy')
  // A look into the page would count as a touch, and a page that was touched is not reloaded.
  await expect.poll(() => loads, { timeout: 60_000 }).toBe(2)
  await expect.poll(() => page.evaluate(() => crossOriginIsolated)).toBe(true)
  // Once for the visit, once for the isolation.
  expect(loads).toBe(2)

  await context.setOffline(true)
  await page.reload()
  await expect(page.getByTestId('model-facts')).toContainText('parameters', { timeout: 30_000 })
  await expect(page.getByTestId('data-facts')).toContainText('pairs', { timeout: 30_000 })
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  if ((await page.evaluate(() => navigator.hardwareConcurrency)) > 1) {
    await page.getByTestId('device-chip').click()
    await expect(page.getByText(/^Processor \(WebAssembly/)).toHaveText(/[2-4] threads/)
    await page.keyboard.press('Escape')
  }
  await oneStep(page)
})

test('a recording that was looked at is there offline; what another origin gives is not kept', async ({
  page,
  context,
}) => {
  await page.goto(host.address)
  await untilKept(page)
  const runs = page.getByRole('combobox', { name: 'Recorded runs' })
  await runs.selectOption('stages-dpo-seed1.json')
  await expect(page.getByTestId('run-state')).toContainText('DPO')
  await context.setOffline(true)
  await page.reload()
  await runs.selectOption('stages-dpo-seed1.json')
  await expect.poll(() => page.url()).toContain('show=stages-dpo-seed1.json')
  await expect(page.getByTestId('run-state')).not.toContainText('polite replies')
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => url)
  })
  expect(kept.length).toBeGreaterThan(10)
  for (const address of kept) expect(address.startsWith(host.address)).toBe(true)
})

test('a new version is offered, and replaces the old one when the person says so', async ({ page }) => {
  await page.goto(host.address)
  await untilKept(page)
  const names = () => page.evaluate(() => caches.keys().then((all) => all.filter((name) => !name.endsWith('seen'))))
  const [before] = await names()
  host.replace('index.html', (text) => text.replace('<title>', '<title>New: '))
  host.replace('service-worker.js', (text) => text.replace(/"version":"[^"]*"/, '"version":"next"'))
  await page.reload()
  const line = page.getByTestId('new-version')
  await expect(line).toBeVisible({ timeout: 30_000 })
  await expect(page).toHaveTitle('Preference Playground')
  await line.getByRole('button', { name: 'Reload' }).click()
  await expect(page).toHaveTitle('New: Preference Playground')
  const after = `preference-playground ${host.address} next`
  await expect.poll(names).toEqual([after])
  expect(before).not.toBe(after)
})

test('over plain http from another machine the page says why there is no GPU, and works', async () => {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...CHROMIUM_ARGS, '--host-resolver-rules=MAP classroom.test 127.0.0.1'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => {
      throw error
    })
    await page.goto(`http://classroom.test:${host.port}/class/`)
    await expect(page.getByTestId('model-facts')).toContainText('parameters', { timeout: 30_000 })
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    const chip = page.getByTestId('device-chip')
    await expect(chip).toContainText('insecure address')
    await chip.click()
    const why = page.getByRole('region', { name: 'No GPU at this address' })
    await expect(why).toContainText(`http://classroom.test:${host.port}`)
    await expect(why).toContainText('https')
    await expect(why).toContainText(`ssh -L ${host.port}:localhost:${host.port} classroom.test`)
    await expect(why).toContainText('unsafely-treat-insecure-origin-as-secure')
    await page.keyboard.press('Escape')

    // Without the clipboard of secure pages the link can still be copied.
    await button(page, 'Share').click()
    await button(page, 'Copy the link').click()
    await expect(page.getByRole('dialog').getByText(/^Copied\.$|The link is selected/)).toBeVisible()
    const selected = await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('[data-testid=share-link]')!
      return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)
    })
    expect(selected).toMatch(/^http:\/\/classroom\.test:\d+\/class\/#v=1&/)
    await page.keyboard.press('Escape')
    await oneStep(page)
  } finally {
    await browser.close()
  }
})

test('nothing leaves this origin in a whole visit, a run included', async ({ page, context, baseURL }) => {
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url()))
  await openPage(page)
  await untilKept(page)
  await page.getByRole('combobox', { name: 'Recorded runs' }).selectOption({ index: 3 })
  await oneStep(page)
  await button(page, 'Reset').click()
  const foreign = asked.filter((address) => !/^(blob|data):/.test(address) && !address.startsWith(baseURL!))
  expect(asked.length).toBeGreaterThan(10)
  expect(foreign).toEqual([])
})
