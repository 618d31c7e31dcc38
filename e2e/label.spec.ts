/** @file Labelling: two completions by the policy, a key for the better one, and what becomes of the pairs. */
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { button, openPage, setFields } from './support/playground'

const desk = (page: Page) => page.getByTestId('label-desk')
const completion = (page: Page, side: 'A' | 'B') => page.getByRole('region', { name: `Completion ${side}` })
const verb = (page: Page, name: string) => desk(page).getByRole('button', { name, exact: true })
const pairs = (page: Page) => page.getByTestId('my-pair')
const prompt = (page: Page) => page.getByTestId('label-prompt')

async function openLabels(page: Page): Promise<void> {
  await openPage(page)
  await button(page, 'Label').click()
}

/** Until two completions stand there that differ; a key that follows at once is taken for the pair before. */
async function awaitPair(page: Page): Promise<{ prompt: string; a: string; b: string }> {
  await expect(completion(page, 'A')).not.toHaveText(/^(Writing)?$/, { timeout: 20_000 })
  await page.waitForTimeout(350)
  const text = async (side: 'A' | 'B') => (await completion(page, side).textContent())!
  if ((await verb(page, 'A is better').getAttribute('aria-disabled')) === 'true') {
    await button(page, 'Draw again').click()
    return awaitPair(page)
  }
  return { prompt: (await prompt(page).textContent())!, a: await text('A'), b: await text('B') }
}

async function download(page: Page, name: string): Promise<{ name: string; text: string }> {
  const [saved] = await Promise.all([page.waitForEvent('download'), button(page, name).click()])
  return { name: saved.suggestedFilename(), text: readFileSync(await saved.path(), 'utf8') }
}

test('pairs are picked with keys, edited, undone, downloaded and trained on', async ({ page }) => {
  await openLabels(page)
  const first = await awaitPair(page)
  await expect(desk(page)).not.toContainText('Judge: ')
  await page.keyboard.press('1')
  await expect(pairs(page)).toHaveCount(1)
  await expect(page.getByTestId('label-verdict')).toContainText(/A was preferred\.\s*Judge: A \d\.\d\d, B \d\.\d\d\./)
  await expect(prompt(page)).not.toHaveText(first.prompt)

  const second = await awaitPair(page)
  await page.keyboard.press('ArrowRight')
  await expect(pairs(page)).toHaveCount(2)
  await awaitPair(page)
  await page.keyboard.press('u')
  await expect(pairs(page)).toHaveCount(1)
  await expect(prompt(page)).toHaveText(second.prompt)
  await awaitPair(page)

  // Edited before it is picked: keys type while a field has the focus.
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: 'Text of completion A' }).fill(' You 1 and only.')
  await page.keyboard.type('2')
  await page.keyboard.press('Escape')
  await expect(pairs(page)).toHaveCount(1)
  await page.keyboard.press('1')
  await expect(pairs(page)).toHaveCount(2)
  await awaitPair(page)
  await page.keyboard.press('0')
  await expect(page.getByTestId('label-verdict')).toContainText('Neither')
  await awaitPair(page)
  await verb(page, 'B is better').click()
  await expect(pairs(page)).toHaveCount(3)

  // In the list: swapped, changed, deleted and brought back.
  const newest = pairs(page).first()
  const before = await newest.locator('dd').allTextContents()
  await newest.getByRole('button', { name: 'Swap chosen and rejected' }).click()
  await expect(newest.locator('dd')).toHaveText([before[1]!, before[0]!])
  await newest.getByRole('button', { name: 'Edit this pair' }).click()
  await newest.getByRole('textbox', { name: 'rejected' }).fill(' Go away.')
  await newest.getByRole('button', { name: 'Save' }).click()
  await expect(newest).toContainText('edited')
  await newest.getByRole('button', { name: 'Delete this pair' }).click()
  await expect(pairs(page)).toHaveCount(2)
  await button(page, 'Undo').last().click()
  await expect(pairs(page)).toHaveCount(3)

  const saved = await download(page, 'Download JSONL')
  expect(saved.name).toBe('my-pairs.jsonl')
  const rows = saved.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows).toHaveLength(3)
  expect(rows[0].prompt).toBe(first.prompt)
  expect(rows[0].chosen.trim()).toBe(first.a)
  expect(rows[0].rejected.trim()).toBe(first.b)
  expect(rows[1]).toEqual({ prompt: second.prompt, chosen: ' You 1 and only.2', rejected: expect.any(String) })
  expect(rows[2]).toMatchObject({ rejected: ' Go away.' })
  expect((await download(page, 'Download CSV')).text).toMatch(/^prompt,chosen,rejected\n/)

  // Beside what is loaded: nothing begins. On these alone: they are read, and the run begins by itself, in sight.
  await button(page, 'Add to the loaded data').click()
  await expect(page.getByTestId('data-facts')).toContainText('403 pairs')
  await expect(button(page, 'Play')).toBeVisible()
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: '2', 'batch size': '2' })
  await button(page, 'Train on these').click()
  await expect(button(page, 'Plots')).toHaveAttribute('aria-current', 'page')
  await expect(page.getByTestId('data-facts')).toContainText('3 pairs')
  await expect(page.getByTestId('step-count')).toContainText('2 / 2', { timeout: 60_000 })
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })

  // The tuned policy writes now, and the loaded data are behind.
  await button(page, 'Label').click()
  await verb(page, 'Next prompt').click()
  await awaitPair(page)
  await expect(desk(page)).toContainText('by small-world at step 2')
  const older = page.locator('#section-data').getByText('The loaded data are an older state of your pairs.')
  await expect(older).toBeHidden()
  await page.keyboard.press('1')
  await expect(older).toBeVisible()
  await button(page, 'Load them again').click()
  await expect(page.getByTestId('data-facts')).toContainText('4 pairs')
  await expect(older).toBeHidden()

  await button(page, 'Delete all').click()
  await expect(pairs(page)).toHaveCount(0)
  await button(page, 'Undo').last().click()
  await expect(pairs(page)).toHaveCount(4)

  // Without chance both are the same: it says so, and offers what helps.
  await desk(page).getByText('How it writes').click()
  await desk(page).getByRole('textbox', { name: 'temperature', exact: true }).fill('0')
  await button(page, 'Change this prompt').click()
  const own = page.getByRole('textbox', { name: 'Your prompt' })
  await own.fill('At the door Tom asks: Can I have your red bag for a day?\nAnna:')
  await own.press('Enter')
  await expect(desk(page)).toContainText('Both are the same text', { timeout: 20_000 })
  await page.keyboard.press('1')
  await expect(pairs(page)).toHaveCount(4)
  await button(page, 'Set the temperature to 0.8').click()
  await expect(verb(page, 'A is better')).toHaveAttribute('aria-disabled', 'false', { timeout: 20_000 })
})

test('pairs are typed, opened from a file, kept over a reload, and join those of the typing sheet', async ({
  page,
}) => {
  await openLabels(page)
  const set = page.getByTestId('my-pairs')
  await set.getByRole('button', { name: 'Type a pair' }).click()
  await set.getByRole('textbox', { name: 'prompt' }).fill('Will you?')
  await set.getByRole('textbox', { name: 'chosen' }).fill('Yes')
  await set.getByRole('textbox', { name: 'rejected' }).fill('Yes')
  await expect(set.getByRole('button', { name: 'Add', exact: true })).toBeDisabled()
  await set.getByRole('textbox', { name: 'rejected' }).fill(' No')
  await expect(set).toContainText('begin it with a space')
  await set.getByRole('textbox', { name: 'chosen' }).fill(' Yes')
  await set.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(pairs(page)).toHaveCount(1)

  const open = (text: string) =>
    set
      .locator('input[type=file]')
      .setInputFiles({ name: 'theirs.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(text) })
  const theirs = { prompt: 'May I?', chosen: ' Do.', rejected: ' Do not.' }
  await open(`${JSON.stringify(theirs)}\n{"prompt": "half`)
  await expect(set.getByRole('alert')).toContainText('Line 2 of "theirs.jsonl" is not JSON')
  await expect(pairs(page)).toHaveCount(1)
  await open(`${JSON.stringify(theirs)}\n${JSON.stringify({ prompt: 'Will you?', chosen: ' Yes', rejected: ' No' })}\n`)
  await expect(set.getByRole('alert')).toBeHidden()
  await expect(page.getByText('Added 1 pair; 1 was here already')).toBeVisible()
  await expect(pairs(page)).toHaveCount(2)
  const kept = await pairs(page).allTextContents()

  // What was begun in the typing sheet is there after a reload; what is used joins the set.
  await button(page, 'Type pairs').click()
  const cells = page.getByRole('dialog').getByRole('textbox')
  for (const [at, text] of ['Tell me.', ' It is red.', ' No.'].entries()) await cells.nth(at).fill(text)
  await page.reload()
  await expect(page.getByTestId('data-facts')).toContainText('400 pairs')
  await button(page, 'Type pairs').click()
  await expect(cells.first()).toHaveValue('Tell me.')
  await page.getByRole('dialog').getByRole('button', { name: 'Add 1 pair and use all 3' }).click()
  await expect(page.getByTestId('data-facts')).toContainText('3 pairs')
  await button(page, 'Label').click()
  await expect(pairs(page)).toHaveCount(3)
  await expect(pairs(page).first()).toContainText('It is red.')
  expect((await pairs(page).allTextContents()).slice(1)).toEqual(kept)
})

test('a class that keeps its data says so beside the verbs that would bring others', async ({ page }) => {
  await page.goto('./#v=1&class=Group+2&hide=data')
  await button(page, 'Label').click()
  const set = page.getByTestId('my-pairs')
  await set.getByRole('button', { name: 'Type a pair' }).click()
  for (const [name, text] of Object.entries({ prompt: 'Will you?', chosen: ' Yes', rejected: ' No' }))
    await set.getByRole('textbox', { name }).fill(text)
  await set.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(pairs(page)).toHaveCount(1)
  await expect(button(page, 'Download JSONL')).toBeEnabled()
  await expect(button(page, 'Train on these')).toBeDisabled()
  await expect(button(page, 'Add to the loaded data')).toBeDisabled()
  await expect(set).toContainText('The link of this class keeps the data as they are')
})
