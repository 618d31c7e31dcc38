/** @file A sweep on the page: run, compared, taken over into the form, and there again after a reload. */
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { savePictures } from './support/pictures'
import { button, chooseTinyModel, openPage, setFields } from './support/playground'

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const textbox = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

async function openSweeps(page: Page): Promise<void> {
  await openPage(page)
  await button(page, 'Sweep').click()
}

test('a grid over beta and seed: two settings with their spread, both graphics, kept over a reload', async ({
  page,
}) => {
  await openSweeps(page)
  await chooseTinyModel(page)
  await page.getByText('Evaluation and samples').click()
  await page.getByText('Split and lengths').click()
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: '3', 'sample prompts': '0', 'held out max': '8' })

  await button(page, 'Leave learning rate as it is in the form').click()
  await textbox(page, 'beta: values, separated by commas').fill('0.5, 2')
  const find = page.getByRole('combobox', { name: 'Add a field' })
  await find.fill('see')
  await page.getByRole('option', { name: 'seed', exact: true }).click()
  await textbox(page, 'seed: values, separated by commas').fill('1, x')
  await expect(button(page, 'Start sweep')).toBeDisabled()
  await textbox(page, 'seed: values, separated by commas').fill('1, 2')
  await page.getByRole('combobox', { name: 'Best by' }).selectOption({ label: 'reward margin, held out' })
  await expect(page.getByText(/^4 runs/)).toBeVisible()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Download this sweep file').click(),
  ])
  const file = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(file).toMatchObject({
    version: 1,
    base: { training: { maxSteps: 3 } },
    metric: { key: 'eval_rewards/margins' },
  })

  await button(page, 'Start sweep').click()
  await expect(page.getByText('Done: 4 runs.')).toBeVisible({ timeout: 60_000 })
  // The form was not touched.
  await expect(textbox(page, 'beta')).toHaveValue('1')
  const rows = page.getByRole('table', { name: /^Leaderboard/ }).locator('tbody tr')
  await expect(rows).toHaveCount(2)
  for (const row of await rows.all())
    await expect(row.getByRole('button', { name: /^Runs of beta .*: 2 of 2$/ })).toHaveText('2')
  await expect(rows.first().getByRole('rowheader')).toHaveText('1')

  const best = await rows.first().getByRole('cell').first().textContent()
  await page.getByRole('combobox', { name: 'better is' }).selectOption('smaller')
  await expect(rows.first().getByRole('cell').first()).not.toHaveText(best!)

  const lines = region(page, 'Parallel coordinates').getByRole('listbox')
  await expect(lines.getByRole('option')).toHaveCount(4)
  await lines.focus()
  await page.keyboard.press('ArrowRight')
  await expect(region(page, 'Parallel coordinates')).toContainText(/\/4: .*beta .*; reward margin, held out /)
  const map = region(page, 'Heat map').getByRole('table')
  await expect(map.locator('td:not(:empty)')).toHaveCount(4)
  const { violations } = await new AxeBuilder({ page }).include('section[aria-label="Sweep"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  const drawn = await savePictures(page, 'Parallel coordinates')
  expect(drawn.name).toBe('beta-seed-Parallel-coordinates.svg')
  // A line a run: what takes the pointer around them stays behind.
  expect(drawn.shapes).toMatchObject({ polyline: 4, line: 3 })
  for (const text of ['beta', 'seed', 'reward margin, held out', 'worse', 'better']) expect(drawn.texts).toContain(text)
  expect(drawn.texts.at(-1)).toMatch(/^beta × seed · DPO · lr /)
  const heat = await savePictures(page, 'Heat map')
  // The ground, and a cell a run.
  expect(heat.shapes).toMatchObject({ rect: 5 })
  expect(heat.texts.filter((text) => text === '1 run')).toHaveLength(4)
  expect(heat.texts).toEqual(expect.arrayContaining(await map.getByRole('rowheader').allTextContents()))

  await button(page, 'Use these settings: beta 2').click()
  await expect(textbox(page, 'beta')).toHaveValue('2')
  await expect(textbox(page, 'steps')).toHaveValue('3')

  await page.reload()
  await expect(page.getByTestId('model-facts')).toContainText('parameters')
  await button(page, 'Sweep').click()
  await expect(page.getByText('Done: 4 runs.')).toBeVisible()
  await expect(rows).toHaveCount(2)
  await rows
    .first()
    .getByRole('button', { name: /^Show: / })
    .click()
  await expect(page.getByTestId('step-count')).toContainText('3 / 3')
  await expect(page.getByRole('figure', { name: 'Reward margin' })).toBeVisible()
})

test('a sweep that was stopped goes on with the runs that are left', async ({ page }) => {
  await openSweeps(page)
  await chooseTinyModel(page)
  await page.getByText('Evaluation and samples').click()
  await setFields(page, { 'sample prompts': '0' })
  await button(page, 'Leave learning rate as it is in the form').click()
  await textbox(page, 'beta: values, separated by commas').fill('0.5, 2')
  await textbox(page, 'steps a run').fill('2')
  await button(page, 'Start sweep').click()
  await button(page, 'Stop the sweep').click()
  const goOn = page.getByRole('button', { name: /^Run the \d that are left$/ })
  await expect(goOn).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^Stopped; \d runs? left\.$/)).toBeVisible()
  await goOn.click()
  await expect(page.getByText('Done: 2 runs.')).toBeVisible({ timeout: 60_000 })
})

test('a sweep file is opened into the form; what is no sweep is refused and changes nothing', async ({ page }) => {
  await openSweeps(page)
  const open = (sweep: unknown) =>
    page.getByLabel('Open a sweep file').setInputFiles({
      name: 'mine.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(sweep)),
    })
  await open({ fields: [{ path: 'seed', valeus: [1] }] })
  await expect(page.getByRole('alert')).toContainText('fields.0.valeus of the sweep')
  await expect(textbox(page, 'beta: values, separated by commas')).toBeVisible()
  await open({
    base: { objective: { name: 'simpo', beta: 4 } },
    method: 'random',
    budget: { runs: 5 },
    fields: [{ path: 'objective.gammaBetaRatio', min: 0, max: 1 }],
  })
  await expect(page.getByText(/^5 runs/)).toBeVisible()
  await expect(page.getByRole('radio', { name: 'SimPO', exact: true })).toBeChecked()
  await expect(textbox(page, 'beta')).toHaveValue('4')
  await expect(textbox(page, 'γ/β, to')).toHaveValue('1')
})
