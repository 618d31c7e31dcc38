/** @file Inside of a run: tokens that add up, the batch on the objective's curve, the held-out pairs, through time. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { savePictures } from './support/pictures'
import { button, chooseTinyModel, openPage, setFields } from './support/playground'

const STEPS = 4
const BATCH = 8

/** As the page prints it, with a true minus sign. */
const numberIn = (text: string): number => Number.parseFloat(text.replace('\u2212', '-'))

const showPart = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check({ force: true })

const time = (page: Page) => page.getByRole('slider', { name: 'Time of the run' })

/** The numbers of one row of the table of sums: chosen, rejected, and the one minus the other. */
async function sums(page: Page, row: string): Promise<number[]> {
  return (await page.getByTestId(`sum-${row}`).getByRole('cell').allTextContents()).map(numberIn)
}

/** Differences as the table of all tokens prints them. */
async function differences(page: Page, side: 'chosen' | 'rejected'): Promise<number[]> {
  const cells = page.getByRole('table', { name: `${side}, token by token` }).locator('tbody td:last-child')
  return (await cells.allTextContents()).map(numberIn)
}

const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0)

test('a short run: its tokens, its batches and its held-out pairs, step by step', async ({ page }) => {
  await openPage(page)
  await chooseTinyModel(page)
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: String(STEPS), 'learning rate': '0.01' })
  await page.getByText('Evaluation and samples').click()
  await setFields(page, { 'sample prompts': '1', 'new tokens': '8' })
  await page.getByText('Split and lengths').click()
  await setFields(page, { 'held out max': '16' })
  await button(page, 'Inside').click()
  await button(page, 'Play').click()
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('inside-step')).toContainText(`step ${STEPS}`)

  await test.step('a token tells its values on focus, by keyboard', async () => {
    const chosen = page.getByTestId('tokens-chosen')
    await chosen.getByRole('option').first().focus()
    await page.keyboard.press('ArrowRight')
    const token = chosen.getByRole('option').nth(1)
    await expect(token).toBeFocused()
    const readout = page.getByTestId('token-readout')
    await expect(readout).toContainText(/difference .*nats.*log π .*log π_ref .*probability/)
    const [difference, policy, against] = (await readout.locator('b').allTextContents()).slice(1).map(numberIn)
    expect(Math.abs(policy! - against! - difference!)).toBeLessThan(0.0021)
    await expect(token).toHaveAttribute('aria-label', /nats, log π /)
  })

  await test.step('the differences add up to those of the log-probs, and these to the reward', async () => {
    await page.getByText('All tokens as a table').click()
    const [policy, against, difference, reward] = await Promise.all(
      ['policy', 'against', 'difference', 'reward'].map((row) => sums(page, row)),
    )
    for (const [i, side] of (['chosen', 'rejected'] as const).entries()) {
      const tokens = await differences(page, side)
      await expect(page.getByTestId(`tokens-${side}`).getByRole('option')).toHaveCount(tokens.length)
      // Tokens are printed to a thousandth, sums to a hundredth.
      expect(Math.abs(total(tokens) - difference![i]!)).toBeLessThan(0.0005 * tokens.length + 0.006)
      expect(Math.abs(policy![i]! - against![i]! - difference![i]!)).toBeLessThan(0.016)
      expect(Math.abs(difference![i]!)).toBeGreaterThan(0.05)
    }
    // The default objective is DPO with a beta of one.
    reward!.forEach((value, i) => {
      expect(Math.abs(value - difference![i]!)).toBeLessThan(0.006)
    })
  })

  await test.step('at the base nothing differs', async () => {
    await time(page).focus()
    await page.keyboard.press('Home')
    await expect(page.getByTestId('inside-step')).toContainText('the base')
    for (const side of ['chosen', 'rejected'] as const) {
      const tokens = await differences(page, side)
      expect(tokens.length).toBeGreaterThan(0)
      expect(tokens.every((value) => value === 0)).toBe(true)
    }
    expect(await sums(page, 'difference')).toEqual([0, 0, 0])
    await expect(page.getByTestId('tokens-chosen').locator('[data-sign=up], [data-sign=down]')).toHaveCount(0)
  })

  await test.step('the pairs of a batch lie on the curve, and another step moves them', async () => {
    await showPart(page, 'Objective')
    const points = page.getByTestId('curve-point')
    await expect(points).toHaveCount(BATCH)
    const read = () =>
      points.evaluateAll((all) => all.map((one) => [Number(one.dataset.x), Number(one.dataset.loss)] as const))
    const first = await read()
    await expect(page.getByTestId('inside-step')).toContainText('step 1')
    await expect(page.getByTestId('objective-reading')).toContainText(`All ${BATCH} pairs lie at zero`)
    for (const [, loss] of first) expect(loss).toBeCloseTo(Math.LN2, 3)
    await time(page).focus()
    await page.keyboard.press('End')
    await expect(page.getByTestId('objective-reading')).toContainText('left of zero')
    const last = await read()
    expect(last).not.toEqual(first)
    for (const [margin, loss] of last) expect(loss).toBeCloseTo(Math.log1p(Math.exp(-margin)), 3)
  })

  await test.step('the curve can be saved as a picture, with its key and whose it is', async () => {
    const { texts, shapes } = await savePictures(page, 'Objective')
    expect(shapes.path).toBe(2)
    // Each pair on both curves, and one in the key.
    expect(shapes.circle).toBe(2 * BATCH + 1)
    for (const text of ['Loss of a pair', 'Weight in the gradient', 'reward margin of a pair', 'pairs of the batch'])
      expect(texts).toContain(text)
    expect(texts.slice(-2).join(' ')).toMatch(new RegExp(`DPO · .* · step ${STEPS}$`))
  })

  await test.step('the held-out pairs count the same at every evaluation', async () => {
    await showPart(page, 'Distributions')
    const counted = async () => {
      const cells = await page.getByTestId('spread').getByRole('cell').allTextContents()
      return total(cells.filter((cell) => /\d/.test(cell)).map((cell) => Number.parseInt(cell, 10)))
    }
    const last = await counted()
    expect(last).toBe(16)
    await time(page).focus()
    await page.keyboard.press('Home')
    await expect(page.getByTestId('inside-step')).toContainText('the base')
    expect(await counted()).toBe(last)
    await button(page, 'Newest').click()
    await expect(page.getByTestId('inside-step')).toContainText(`step ${STEPS}`)
  })

  await test.step('axe finds nothing serious in any part', async () => {
    for (const part of ['Distributions', 'Objective', 'Tokens']) {
      await showPart(page, part)
      const axe = new AxeBuilder({ page }).include('section[aria-label="Inside the run"]')
      // Text on coloured ground stands among the tokens alone.
      if (part !== 'Tokens') axe.disableRules('color-contrast')
      const { violations } = await axe.analyze()
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(
        grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        part,
      ).toEqual([])
    }
  })
})

test('a recording without tokens says so, and what to do; the time can be played through', async ({ page }) => {
  await page.route('**/runs/default.json', async (route) => {
    const run = await (await route.fetch()).json()
    const events = run.events
      .filter((event: { type: string }) => event.type !== 'tokens')
      .map(({ pairs, ...event }: { type: string; pairs?: unknown }) =>
        event.type === 'step' ? event : { ...event, ...(pairs !== undefined && { pairs }) },
      )
    await route.fulfill({ json: { ...run, events } })
  })
  await page.goto('./')
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i, { timeout: 20_000 })
  await button(page, 'Inside').click()
  await expect(page.getByTestId('inside-empty')).toContainText(/without tokens.*Press Play/)
  await showPart(page, 'Objective')
  await expect(page.getByText(/made without its batches/)).toBeVisible()
  await showPart(page, 'Distributions')
  await expect(page.getByTestId('inside-step')).toContainText('step 150')
  await button(page, 'Play through the run').click()
  await expect(page.getByTestId('inside-step')).toContainText('step 0')
  await expect(page.getByTestId('inside-step')).not.toContainText('step 0')
  await button(page, 'Hold the time').click()
  await expect(button(page, 'Newest')).toHaveAttribute('aria-pressed', 'false')
})
