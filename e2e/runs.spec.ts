/** @file Runs are kept, told apart in words, drawn over each other, renamed, deleted and brought back. */
import { expect, type Page, test } from '@playwright/test'
import { button, chooseTinyModel, openPage, setFields } from './support/playground'

const runs = (page: Page) => page.getByRole('region', { name: 'Runs', exact: true })
/** The row of a run; the table's own heads are none. */
const rows = (page: Page) => runs(page).locator('tbody tr')
const legend = (page: Page) => page.getByRole('list', { name: 'Overlaid runs' })

async function openTiny(page: Page, steps: string): Promise<void> {
  await openPage(page)
  await chooseTinyModel(page)
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps, beta: '2' })
}

/** Of the row with this text the run's name. */
async function nameIn(page: Page, text: string): Promise<string> {
  return (await rows(page).filter({ hasText: text }).locator('th button').textContent())!
}

test('two runs are told apart in words, drawn together, renamed, deleted, brought back, and still there', async ({
  page,
}) => {
  await openTiny(page, '6')
  await button(page, 'Runs').click()
  await expect(runs(page)).toContainText('Press Play: every run is kept here')
  await button(page, 'Play').click()
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 30_000 })
  await setFields(page, { beta: '10' })
  await button(page, 'Play again').click()
  const second = rows(page).filter({ hasText: 'β 2 → 10' })
  await expect(second).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 30_000 })
  const [first, last] = [await nameIn(page, 'the first run'), await nameIn(page, 'β 2 → 10')]
  expect(first).not.toBe(last)

  // Drawn: a legend, a column of its own in the plot's table, and a warning, since another beta is another unit.
  await runs(page)
    .getByRole('checkbox', { name: `Overlay ${first} on the plots` })
    .check()
  await expect(legend(page)).toContainText(first)
  await expect(page.getByText(`Margins of ${first} have another unit`)).toBeVisible()
  await button(page, 'Reward margin: more').click()
  await page.getByRole('menuitem', { name: 'Show the table' }).click()
  const table = page.getByRole('region', { name: 'Reward margin: table' })
  await expect(table.locator('thead')).toContainText(`${first}: reward margin`)
  const [own, other] = await table.locator('tbody tr', { hasText: /^6/ }).evaluate((row) => {
    const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent)
    return [cells[0], cells.at(-1)]
  })
  expect(Number.parseFloat(own!.replace('−', '-'))).not.toBeNaN()
  expect(Number.parseFloat(other!.replace('−', '-'))).not.toBeNaN()
  expect(other).not.toBe(own)

  // What compares takes the place of what does not: the other run leaves the margins, and stays in the log-probs.
  await button(page, 'Compare accuracy and log-prob per token instead').click()
  await expect(table.locator('thead')).not.toContainText(first)
  await expect(page.getByRole('combobox', { name: 'Form of the log-prob' })).toHaveValue('token')

  // At the cursor: both runs have a value at step 6 of the other plots' common axis.
  await runs(page).getByRole('combobox', { name: 'Figure', exact: true }).selectOption('rewards/margins')
  await expect(second.locator('td').nth(4)).toHaveText('–')
  const cursor = page.getByRole('slider', { name: 'Log-prob: cursor' })
  await cursor.focus()
  await cursor.press('End')
  await expect(second.locator('td').nth(4)).toHaveText(own!)
  await expect(rows(page).filter({ hasText: first }).locator('td').nth(4)).toHaveText(other!)
  // The axis is another one for the plots and for the table alike.
  await page.getByRole('combobox', { name: 'x axis' }).selectOption('pairs')
  await cursor.focus()
  await cursor.press('End')
  await expect(cursor).toHaveAttribute('aria-valuetext', /^pairs 48:/)
  await expect(second.locator('td').nth(4)).toHaveText(own!)

  await button(page, `${last}: more`).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const field = page.getByRole('textbox', { name: `New name of ${last}` })
  await field.fill('ten times beta')
  await field.press('Enter')
  await expect(second).toContainText('ten times beta')
  await button(page, 'Pin ten times beta').click()

  await button(page, `${first}: more`).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(legend(page)).toHaveCount(0)
  await button(page, 'Undo').click()
  await expect(rows(page)).toHaveCount(2)
  await expect(legend(page)).toContainText(first)

  await page.goto('./')
  await expect(button(page, 'Runs')).toBeVisible()
  await page.keyboard.press('c')
  await expect(rows(page).filter({ hasText: 'ten times beta' })).toContainText('β 2 → 10')
  await expect(button(page, 'Unpin ten times beta')).toBeVisible()
  // Shown again, as one's own.
  await button(page, first).click()
  await expect(page.getByText(`your run: ${first}`)).toBeVisible()
  await expect(page.getByTestId('step-count')).toContainText('6 / 6')
})

test('a page left in the midst of a run leaves an interrupted run, which can be looked at', async ({ page }) => {
  page.on('dialog', (dialog) => void dialog.accept())
  await openTiny(page, '100000')
  await button(page, 'Runs').click()
  await button(page, 'Play').click()
  await expect(rows(page).filter({ hasText: 'under way' })).toBeVisible()
  // It is written while it goes on, not at its end alone.
  await expect
    .poll(
      () =>
        page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const opening = indexedDB.open('preference-playground')
              opening.onsuccess = () => {
                const count = opening.result.transaction('run-events').objectStore('run-events').count()
                count.onsuccess = () => {
                  opening.result.close()
                  resolve(count.result)
                }
              }
            }),
        ),
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0)
  await page.goto('./')
  await expect(button(page, 'Runs')).toBeVisible()
  await page.keyboard.press('c')
  const left = rows(page).filter({ hasText: 'interrupted' })
  await expect(left).toBeVisible()
  await left.locator('th button').click()
  await expect(page.getByText(/your run: /)).toBeVisible()
  await expect(page.getByTestId('step-count')).toContainText('/ 100,000')
})
