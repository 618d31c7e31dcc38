/** @file The first minute, as a newcomer without a GPU has it: the bundled model on wasm. */
import { statSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { button, chooseMethod, openPage, setFields, stepsTaken } from './support/playground'

test('a recorded run is there at once, labelled as recorded', async ({ page }) => {
  await openPage(page)
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i)
  await expect(page.getByTestId('sample').first()).toBeVisible()
})

test('Play raises the margin and changes a sample', async ({ page }) => {
  await openPage(page)
  await expect(page.getByTestId('device-chip')).toContainText('CPU (wasm)')
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: '40' })
  await button(page, 'Play').click()
  await expect(page.getByTestId('step-count')).toContainText('40 / 40', { timeout: 150_000 })
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })

  const margin = page.getByRole('figure', { name: 'Reward margin' })
  await expect(margin).toContainText(/chosen (has the larger reward|ahead) in (9|10)\d/)
  const samples = page.getByTestId('sample')
  const changed = await samples.evaluateAll((cards) =>
    cards.map((card) => {
      const text = (id: string) => card.querySelector(`[data-testid=${id}]`)?.textContent
      return text('sample-base') !== text('sample-policy')
    }),
  )
  expect(changed.some(Boolean)).toBe(true)

  // The tuned model can be taken away.
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save the tuned model').click()])
  expect(download.suggestedFilename()).toBe('small-world-tuned.zip')
  expect(statSync(await download.path()).size).toBeGreaterThan(4e6)

  // After the run: training pairs by margin, worst first.
  await button(page, 'Look inside').click()
  await page.getByRole('tab', { name: /Ranked by margin/ }).click()
  await expect(page.getByRole('dialog').getByRole('row')).not.toHaveCount(0)
})

test('an own prompt is answered by base and policy, also before any run', async ({ page }) => {
  await openPage(page)
  await page.getByRole('textbox', { name: 'Your own prompt' }).fill('Tell Anna about the fox.\nAnswer:')
  await button(page, 'Sample').click()
  await expect(page.getByText(/fox/).nth(1)).toBeVisible()
})

test('typed pairs are loaded like any others', async ({ page }) => {
  await openPage(page)
  await button(page, 'Type pairs').click()
  const sheet = page.getByRole('dialog')
  const cells = sheet.getByRole('textbox')
  for (const [at, text] of ['Tell Anna about the fox.', ' It is red.', ' No.'].entries()) await cells.nth(at).fill(text)
  await sheet.getByRole('button', { name: /1 pair/ }).click()
  await expect(page.getByTestId('data-facts')).toContainText('1 pair')
})

test('what cannot be run is marked, and Play names it', async ({ page }) => {
  await openPage(page)
  await setFields(page, { 'learning rate': '-1' })
  await expect(button(page, 'Mend the marked settings')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'learning rate', exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
})

test('choosing SimPO takes the reference out of the formula and puts length and gamma in', async ({ page }) => {
  await openPage(page)
  const formula = page.getByTestId('formula')
  await expect(formula).toContainText('ref')
  await chooseMethod(page, 'SimPO')
  await expect(formula).not.toContainText('ref')
  await expect(formula).toContainText('γ')
})

test('stop keeps what was reached; reset goes back to the start', async ({ page }) => {
  await openPage(page)
  await button(page, 'Play').click()
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(1)
  await button(page, 'Stop').click()
  await expect(page.getByTestId('run-state')).toContainText(/stopped/i, { timeout: 60_000 })
  await button(page, 'Reset').click()
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i)
  await expect(page.getByTestId('sample').first()).toBeVisible()
})
