/** @file Links: what they carry, what they open, what a class finds hidden or locked, and the language of the page. */
import { expect, type Page, test } from '@playwright/test'
import { button, chooseMethod, openPage, setFields } from './support/playground'

/** A page that was opened by a link, on a busy machine. */
const OPENING = { timeout: 30_000 }

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

test('the address follows the page and opens as the same page; nothing of typed data is in it', async ({
  page,
  context,
}) => {
  await openPage(page)
  // A first visit has an address that says nothing.
  expect(new URL(page.url()).hash).toBe('')
  const visits = await page.evaluate(() => history.length)
  await chooseMethod(page, 'SimPO')
  await setFields(page, { beta: '7.5' })
  await page.getByRole('combobox', { name: 'Recorded runs' }).selectOption('length-simpo-seed2.json')
  // Its settings come with it.
  await expect(page.getByTestId('run-state')).toContainText('SimPO, seed 2')
  await setFields(page, { beta: '3.25', 'learning rate': '0.0001' })
  await page.getByRole('combobox', { name: 'x axis' }).selectOption('tokens')
  await button(page, 'Inside').click()
  await page.getByRole('slider', { name: 'Time of the run' }).press('Home')
  await page.getByRole('slider', { name: 'Time of the run' }).press('ArrowRight')
  await expect(page.getByTestId('inside-step')).toContainText('step 40')
  await expect.poll(() => page.url()).toContain('objective.beta=3.25')
  await expect.poll(() => page.url()).toContain('at=40')
  expect(await page.evaluate(() => history.length)).toBe(visits)

  const other = await context.newPage()
  await other.goto(page.url())
  await expect(field(other, 'beta')).toHaveValue('3.25', OPENING)
  await expect(field(other, 'learning rate')).toHaveValue('1e-4')
  await expect(other.getByRole('combobox', { name: 'Recorded runs' })).toHaveValue('length-simpo-seed2.json')
  await expect(other.getByRole('combobox', { name: 'Built-in set' })).toHaveValue('detailed', OPENING)
  await expect(other.getByTestId('link-notices')).toBeHidden()
  await expect(other.getByTestId('inside-step')).toContainText('step 40')
  await button(other, 'Plots').click()
  await expect(other.getByRole('combobox', { name: 'x axis' })).toHaveValue('tokens')

  await button(other, 'Type pairs').click()
  const cells = other.getByRole('dialog').getByRole('textbox')
  for (const [at, text] of ['Secret question?', ' Secret yes.', ' Secret no.'].entries()) await cells.nth(at).fill(text)
  await other
    .getByRole('dialog')
    .getByRole('button', { name: /1 pair/ })
    .click()
  await expect(other.getByTestId('data-facts')).toContainText('1 pair')
  await expect.poll(() => other.url()).toContain('own=data')
  await button(other, 'Share').click()
  await expect(other.getByRole('dialog')).toContainText('Your own pairs stay here')
  expect(await other.getByTestId('share-link').inputValue()).not.toMatch(/secret/i)
})

test('what a link asks for and cannot have is named, and the page is whole', async ({ page }) => {
  await page.goto('./#v=1&objective=dpo&objective.beta=1e9&data=atlantis&view=moon&show=none.json&wish=1&%zz')
  await expect(page.getByTestId('data-facts')).toContainText('pairs', OPENING)
  const notices = page.getByTestId('link-notices')
  await expect(notices).toContainText('The link asked for beta 1e9: 1000 was taken.')
  for (const name of ['atlantis', 'moon', 'none.json', 'wish']) await expect(notices).toContainText(name)
  await expect(field(page, 'beta')).toHaveValue('1000')
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i)
  await notices.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notices).toBeHidden()
})

test('a model of the Hub is offered, and not fetched', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto('./#v=1&model=owner/name@0123456789abcdef')
  await expect(page.getByText('The link was made with the model owner/name@0123456789abcdef.')).toBeVisible()
  await expect(page.getByTestId('model-facts')).toContainText('parameters', OPENING)
  expect(asked.filter((address) => address.includes('owner'))).toEqual([])
  await button(page, 'Stay with this one').click()
  await expect(page.getByText('The link was made with the model')).toBeHidden()
})

test('a link for a class hides and locks, for mouse and keys alike, and can be left', async ({ page, context }) => {
  await openPage(page)
  await setFields(page, { beta: '0.25' })
  await button(page, 'Share').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: 'Link for a class' }).check({ force: true })
  await sheet.getByRole('textbox', { name: 'Line for the class' }).fill('Group 2: <b>β</b> & you')
  await sheet.getByRole('combobox', { name: 'Data' }).selectOption('hidden')
  await sheet.getByRole('combobox', { name: 'Training' }).selectOption('locked')
  await sheet.getByRole('checkbox', { name: 'β', exact: true }).check()
  await sheet.getByRole('checkbox', { name: 'objective', exact: true }).check()
  await expect(sheet.getByTestId('students-see')).toContainText('Not there: Data.')
  await expect(sheet.getByTestId('students-see')).toContainText('locked: Training, objective, β')
  await button(page, 'The link as a QR code').click()
  await expect(sheet.getByRole('img', { name: 'The link as a QR code' })).toBeVisible()
  const link = await sheet.getByTestId('share-link').inputValue()

  const student = await context.newPage()
  await student.goto(link)
  const line = student.getByTestId('class-line')
  await expect(line).toContainText('Group 2: <b>β</b> & you')
  await expect(student.getByTestId('model-facts')).toContainText('parameters', OPENING)
  await expect(student.getByRole('heading', { name: 'Data' })).toHaveCount(0)
  await expect(field(student, 'beta')).toBeDisabled()
  await expect(field(student, 'beta')).toHaveValue('0.25')
  await expect(student.getByRole('slider', { name: 'beta, slider' })).toBeDisabled()
  await expect(student.getByRole('radio', { name: 'SimPO', exact: true })).toBeDisabled()
  await expect(field(student, 'batch size')).toBeDisabled()
  await expect(student.getByText('Locked by the link of this class').first()).toBeVisible()
  // What is open stays open, and a recording brings its settings through all locks.
  await setFields(student, { 'learning rate': '0.001' })
  await expect(field(student, 'learning rate')).toHaveValue('0.001')
  await student.getByRole('combobox', { name: 'Recorded runs' }).selectOption('length-simpo-seed1.json')
  await expect(student.getByRole('radio', { name: 'SimPO', exact: true })).toBeChecked()
  // A reload is still of the class.
  await expect.poll(() => student.url()).toContain('lock=training')
  await student.reload()
  await expect(field(student, 'beta')).toBeDisabled()

  await button(student, 'Open without restrictions').click()
  await expect(line).toBeHidden()
  await expect(student.getByRole('heading', { name: 'Data' })).toBeVisible()
  await expect(field(student, 'beta')).toBeEnabled()
  await expect.poll(() => student.url()).not.toContain('lock=')
})

test('a class that only replays trains nothing', async ({ page }) => {
  await page.goto('./#v=1&class=Replay&play=replay&show=stages-sdpo-seed1.json')
  await expect(button(page, 'Replay')).toBeVisible()
  await expect(page.getByTestId('device-chip')).toContainText('Recorded runs only')
  await expect(page.getByRole('combobox', { name: 'Recorded runs' })).toHaveValue('stages-sdpo-seed1.json')
  await button(page, 'Sweep').click()
  await expect(page.getByText('Sweeps need a computer.')).toBeVisible()
  await page.getByText('Start a new sweep').click()
  await expect(button(page, 'Start sweep')).toBeDisabled()
  await expect(page.getByRole('textbox', { name: 'runs', exact: true })).toBeDisabled()
})

test('an address that is entered during a run asks before it takes the run away', async ({ page }) => {
  await openPage(page)
  await page.getByText('Evaluation and samples').click()
  await setFields(page, { 'sample prompts': '0' })
  await button(page, 'Play').click()
  await expect(button(page, 'Pause')).toBeVisible()
  const enter = (hash: string) =>
    page.evaluate((text) => {
      location.hash = text
    }, hash)
  await enter('v=1&objective=dpo&objective.beta=0.5')
  await expect(button(page, 'Stay')).toBeVisible()
  await expect(field(page, 'beta')).toHaveValue('1')
  await button(page, 'Stay').click()
  await expect.poll(() => page.url()).not.toContain('objective.beta=0.5')
  await enter('v=1&objective=dpo&objective.beta=0.5')
  await button(page, 'Leave the run and open them').click()
  await expect(field(page, 'beta')).toHaveValue('0.5', { timeout: 30_000 })
  await expect(button(page, 'Play')).toBeVisible()
})

test('Korean is one click away, keeps everything, and is remembered', async ({ page }) => {
  await openPage(page)
  await setFields(page, { beta: '0.75' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('button', { name: 'Language: 한국어' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(page.getByRole('button', { name: /English$/ })).toBeVisible()
  await expect(page.locator('input[value="0.75"]')).toBeVisible()
  await expect(page.getByTestId('model-facts')).not.toBeEmpty()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await page.getByRole('button', { name: /English$/ }).click()
  await expect(button(page, 'Play')).toBeVisible()
})

test('a browser that prefers Korean, and a link that asks for it, get it at once', async ({ browser, baseURL }) => {
  const korean = await browser.newContext({ locale: 'ko-KR', baseURL })
  const first = await korean.newPage()
  await first.goto('./')
  await expect(first.locator('html')).toHaveAttribute('lang', 'ko')
  await korean.close()
  const english = await browser.newContext({ locale: 'en-US', baseURL })
  const second = await english.newPage()
  await second.goto('./#v=1&lang=ko')
  await expect(second.locator('html')).toHaveAttribute('lang', 'ko')
  // The link speaks for this visit alone.
  const third = await english.newPage()
  await third.goto('./')
  await expect(third.getByTestId('model-facts')).toBeVisible()
  await expect(third.locator('html')).toHaveAttribute('lang', 'en')
  await english.close()
})
