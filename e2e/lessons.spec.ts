/** @file Lessons: each shows its recording and what was measured, one is tried live, and a phone can read them. */
import { expect, type Page, test } from '@playwright/test'
import { button, openPage } from './support/playground'

const TITLES = [
  'Why the chosen log-prob falls',
  'What β does',
  'Why divide by length',
  'What γ buys and costs',
  'Reward against likelihood',
  'What a better reference does',
  'Wrong labels, and remedies',
  'Too much of a good thing',
]

async function openLesson(page: Page, title: string): Promise<void> {
  await button(page, 'Lessons').click()
  await page.getByRole('menuitem', { name: title }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

const stage = (page: Page) => page.getByTestId('lesson-stage')

/** The run that the step names is the one that the page says it shows. */
async function expectRecording(page: Page): Promise<void> {
  const named = (await stage(page).textContent())!.replace(/^Shown: ([^;]*?)(;.*|Framed.*|Look at.*|$)/, '$1')
  await expect(page.getByTestId('run-state')).toContainText(named)
  await expect(page.getByRole('alert')).toHaveCount(0)
}

test('every lesson shows its recording and figures over seeds, without a run', async ({ page }) => {
  await openPage(page)
  for (const title of TITLES) {
    await openLesson(page, title)
    await expectRecording(page)
    await expect(page.getByRole('figure', { name: 'Reward margin' })).toContainText(/Margin −?\d/)
    const cells = page.getByTestId('lesson-table').locator('td')
    await expect(cells.first()).toContainText(/\d/)
    await expect(page.getByTestId('lesson-table')).not.toContainText('not measured')
    await expect(page.getByTestId('lesson-table')).not.toContainText('n/a')
    await expect(page.getByTestId('lesson-verdict')).not.toHaveAttribute('data-agreement', 'unmeasured')
  }
})

test('steps set what the page shows; closing takes it away', async ({ page }) => {
  await openPage(page)
  await openLesson(page, 'What β does')
  const legend = page.getByRole('button', { name: /β 10/ })
  await button(page, 'Next step').first().click()
  await expectRecording(page)
  await expect(stage(page)).toContainText('Framed: KL from base')
  await button(page, 'Step 4 of 4').click()
  await expect(stage(page)).toContainText('behind: DPO, β 0.1')
  await expect(legend).toBeVisible()
  // The settings of the shown run are one click away.
  await page.getByRole('radio', { name: 'Settings' }).check({ force: true })
  await expect(page.getByRole('textbox', { name: 'beta', exact: true })).toHaveValue('1')
  await button(page, 'Close the lesson').click()
  await expect(legend).toHaveCount(0)
  await expect(page.getByTestId('lesson')).toHaveCount(0)
})

test('a lesson looks inside of its run', async ({ page }) => {
  await openPage(page)
  await openLesson(page, 'Why the chosen log-prob falls')
  await button(page, 'Step 3 of 5').click()
  await expect(page.getByRole('radio', { name: 'Tokens' })).toBeChecked()
  await expectRecording(page)
})

test('Try it live sets the form and trains; a lesson does not push that run aside', async ({ page }) => {
  await openPage(page)
  await openLesson(page, 'Too much of a good thing')
  const beta = page.getByRole('textbox', { name: 'beta', exact: true })
  await beta.fill('3')
  await beta.press('Enter')
  await button(page, 'Try it live').click()
  await expect(beta).toHaveValue('0.1')
  await expect(button(page, 'Pause')).toBeVisible()
  await expect(page.getByTestId('run-state')).not.toContainText(/recorded/i)
  await openLesson(page, 'What β does')
  await expect(stage(page)).toContainText('A run is under way')
  await expect(page.getByTestId('run-state')).not.toContainText(/recorded/i)
  await expect(button(page, 'Stop')).toBeEnabled({ timeout: 60_000 })
  await button(page, 'Reset').click()
  await button(page, 'Show the recorded run of this step').click({ timeout: 60_000 })
  await expectRecording(page)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  test('a lesson stands above the plots, and fits', async ({ page }) => {
    await page.goto('./')
    await openLesson(page, 'What γ buys and costs')
    await expectRecording(page)
    const lesson = await page.getByTestId('lesson').boundingBox()
    const plot = await page.getByRole('figure', { name: 'Reward margin' }).boundingBox()
    expect(lesson!.y).toBeLessThan(plot!.y)
    await page.getByText('What was measured, and more').click()
    await expect(page.getByTestId('lesson-table').locator('td').first()).toContainText(/\d/)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})
