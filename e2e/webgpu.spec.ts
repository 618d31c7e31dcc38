/** @file The real WebGPU backend on its software adapter, with a tiny model: files in, three objectives, sDPO. */
import { expect, type Page, test } from '@playwright/test'
import {
  button,
  chooseMethod,
  chooseTinyModel,
  openPage,
  plotColumn,
  setFields,
  stepsTaken,
} from './support/playground'

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    prompt: `Ann asks ${i}:`,
    chosen: ` Yes, ${'of course, '.repeat(1 + (i % 3))}Ann.`,
    rejected: ` No, ${'never, '.repeat(1 + ((i + 1) % 3))}go.`,
  }))

const jsonl = (count: number) =>
  rows(count)
    .map((row) => JSON.stringify(row))
    .join('\n')

const csv = (count: number) =>
  [
    'prompt,chosen,rejected',
    ...rows(count).map((row) =>
      Object.values(row)
        .map((cell) => `"${cell}"`)
        .join(','),
    ),
  ].join('\n')

async function dropFile(page: Page, name: string, content: string): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
}

type Method = 'DPO' | 'sDPO' | 'SimPO' | 'ORPO'

async function choose(page: Page, method: Method): Promise<void> {
  if (method !== 'ORPO') return chooseMethod(page, method)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: /ORPO/ }).click()
}

/** A short run on WebGPU: the tiny model, a few pairs, a few steps. A method brings its preset, so it comes first. */
async function prepare(page: Page, method: Method, steps: number): Promise<void> {
  await openPage(page)
  await choose(page, method)
  await chooseTinyModel(page)
  await dropFile(page, 'pairs.jsonl', jsonl(12))
  await expect(page.getByTestId('data-facts')).toContainText('12 pairs')
  await page.getByText('Seed and device').click()
  await page.getByRole('combobox', { name: 'backend' }).selectOption('webgpu')
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: String(steps), 'batch size': '2', 'learning rate': '0.01' })
  await page.getByText('Evaluation and samples').click()
  await setFields(page, { 'sample prompts': '1', 'new tokens': '8' })
}

async function playToEnd(page: Page, steps: number): Promise<void> {
  await button(page, 'Play').click()
  await expect(page.getByTestId('step-count')).toContainText(`${steps} / ${steps}`, { timeout: 150_000 })
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })
}

test('files: JSONL, CSV, and a broken one that loses nothing', async ({ page }) => {
  await openPage(page)
  await dropFile(page, 'pairs.jsonl', `${jsonl(12)}\n{"prompt": "broken\n`)
  await expect(page.getByTestId('data-facts')).toContainText('12 pairs')
  await button(page, 'Look inside').click()
  await page.getByRole('tab', { name: /Dropped rows/ }).click()
  await expect(page.getByRole('dialog')).toContainText('line 13')
  await page.keyboard.press('Escape')

  await dropFile(page, 'pairs.csv', csv(9))
  await expect(page.getByTestId('data-facts')).toContainText('9 pairs')

  await dropFile(page, 'ratings.jsonl', '{"prompt": "a", "completion": " b", "label": true}\n')
  await expect(page.getByRole('main')).toContainText('data/no-pairs')
  await expect(page.getByTestId('data-facts')).toContainText('9 pairs')
})

for (const method of ['DPO', 'SimPO'] as const) {
  test(`${method} runs on WebGPU and lowers its loss`, async ({ page }) => {
    await prepare(page, method, 3)
    await playToEnd(page, 3)
    await expect(page.getByTestId('device-chip')).toContainText(/swiftshader/i)
    const loss = await plotColumn(page, 'Loss', 'loss')
    if (method === 'DPO') expect(loss.get(1)).toBeCloseTo(Math.LN2, 2)
    expect(loss.get(3)).toBeLessThan(loss.get(1)!)
  })
}

test('every stage of sDPO begins at ln 2 on WebGPU', async ({ page }) => {
  await prepare(page, 'sDPO', 3)
  await setFields(page, { stages: '2', beta: '0.1' })
  await playToEnd(page, 6)
  const loss = await plotColumn(page, 'Loss', 'loss')
  for (const first of [1, 4]) expect(loss.get(first)).toBeCloseTo(Math.LN2, 2)
  for (const last of [3, 6]) expect(loss.get(last)).toBeLessThan(0.69)
})

test('ORPO too; pause, step and reset', async ({ page }) => {
  // Long enough to be paused in its midst.
  await prepare(page, 'ORPO', 200)
  await button(page, 'Step').click()
  await expect(page.getByTestId('step-count')).toContainText('1 / 200', { timeout: 120_000 })
  await expect(button(page, 'Play')).toBeVisible()
  await button(page, 'Step').click()
  await expect(page.getByTestId('step-count')).toContainText('2 / 200', { timeout: 60_000 })
  await button(page, 'Play').click()
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(2)
  await button(page, 'Pause').click()
  await expect(button(page, 'Play')).toBeVisible()
  await button(page, 'Reset').click()
  // Back to what the page opened with.
  await expect(page.getByTestId('run-state')).toContainText(/recorded/i)
  await expect(page.getByTestId('step-count')).not.toContainText('/ 200')
})
