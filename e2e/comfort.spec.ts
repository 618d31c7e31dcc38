/** @file Everyday comfort: the keyboard, screen readers, reduced motion, a phone. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { button, openPage, setFields } from './support/playground'

/** What stands in the middle, by its button. */
const VIEWS = ['Plots', 'Inside', 'Sweep', 'Label']

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious, ${colorScheme}`, async ({ page }) => {
    // Half faded in, a sheet has colours that nobody is to read.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await openPage(page)
    await page.keyboard.press('c')
    for (const view of VIEWS) {
      await button(page, view).click()
      await expect(button(page, view)).toHaveAttribute('aria-current', 'page')
      expect(await faults(page), view).toEqual([])
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await faults(page), 'help').toEqual([])
  })
}

test('the keyboard plays, steps, pauses, compares, resets and lists its own keys', async ({ page }) => {
  await openPage(page)
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: '30' })
  await page.locator('body').click({ position: { x: 5, y: 5 } })
  await page.keyboard.press('?')
  const help = page.getByRole('dialog')
  for (const key of ['Space', '.', 'r', 'c', '?']) await expect(help.getByText(key, { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  await page.keyboard.press('.')
  await expect(page.getByTestId('step-count')).toContainText('1 / 30', { timeout: 30_000 })
  await page.keyboard.press(' ')
  await expect(page.getByTestId('step-count')).not.toContainText('1 / 30', { timeout: 30_000 })
  await page.keyboard.press(' ')
  await expect(button(page, 'Play')).toBeVisible()
  await page.keyboard.press('c')
  await expect(button(page, 'Runs')).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('r')
  await expect(page.getByTestId('run-state')).toContainText(/recorded|ready/i)
})

test('every plot has a table and a sentence; the keyboard moves its cursor', async ({ page }) => {
  await openPage(page)
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i)
  const figures = page.getByRole('region', { name: 'Plots' }).getByRole('figure')
  const count = await figures.count()
  expect(count).toBeGreaterThan(10)
  for (let i = 0; i < count; i++) {
    const menu = figures.nth(i).getByRole('button', { name: /: more$/ })
    // The contingency is a table itself.
    await expect(menu.or(figures.nth(i).getByRole('table')).first()).toBeAttached()
  }
  const margin = page.getByRole('figure', { name: 'Reward margin' })
  await expect(margin).toContainText(/Margin .*, chosen ahead in/)
  await margin.getByRole('slider').first().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(margin.locator('.plot-cursor-chip')).toBeVisible()
})

test('nothing moves where less motion is asked for', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openPage(page)
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1)
      .map((animation) => String((animation.effect as KeyframeEffect).target?.className)),
  )
  expect(moving).toEqual([])
})
