/** @file Wasm on several threads, where the page is cross-origin isolated; on one, with the same numbers, where not. */
import { expect, type Page, test } from '@playwright/test'
import { button, openPage, plotColumn, setFields } from './support/playground'

const STEPS = 3

/** As a static host answers, which sends no headers of its own. */
async function withoutIsolation(page: Page): Promise<void> {
  await page.route('./', async (route) => {
    const response = await route.fetch()
    const headers = { ...response.headers() }
    for (const name of ['cross-origin-opener-policy', 'cross-origin-embedder-policy']) delete headers[name]
    await route.fulfill({ response, headers })
  })
}

/** What the page says it computes on, at once. */
async function device(page: Page): Promise<string> {
  await page.getByTestId('device-chip').click()
  const name = await page.getByText(/^Processor \(WebAssembly/).textContent()
  await page.keyboard.press('Escape')
  return name ?? ''
}

async function losses(page: Page): Promise<Map<number, number>> {
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: String(STEPS) })
  await page.getByText('Evaluation and samples').click()
  await setFields(page, { 'sample prompts': '1', 'new tokens': '8' })
  await button(page, 'Play').click()
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 90_000 })
  return plotColumn(page, 'Loss', 'loss')
}

test('threads start where the page is isolated, and change no number', async ({ page, context }) => {
  await openPage(page)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  const processors = await page.evaluate(() => navigator.hardwareConcurrency)
  test.skip(processors < 2, 'one processor, one thread')
  expect(await device(page)).toMatch(/[2-4] threads/)
  const several = await losses(page)

  const plain = await context.newPage()
  await withoutIsolation(plain)
  await openPage(plain)
  expect(await plain.evaluate(() => crossOriginIsolated)).toBe(false)
  expect(await device(plain)).toContain('one thread')
  const one = await losses(plain)
  expect([...several]).toEqual([...one])
  expect(one.get(STEPS)).toBeGreaterThan(0)
})
