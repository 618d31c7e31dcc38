/** @file The page as its users drive it: by what it shows. */
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

const TINY_MODEL = join('e2e', 'fixtures', 'tiny-model')
const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']

/** Milliseconds that a busy machine may take to open the page; what a test is about has its own time. */
const LOADING = 30_000

/** Opens the page and waits until the bundled model and the default set are there. A console error fails the test. */
export async function openPage(page: Page): Promise<void> {
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto('./')
  await expect(page.getByTestId('model-facts')).toContainText('parameters', { timeout: LOADING })
  await expect(page.getByTestId('data-facts')).toContainText('pairs', { timeout: LOADING })
}

/** A network of a few thousand weights, through the page's own file picker. */
export async function chooseTinyModel(page: Page): Promise<void> {
  await page
    .locator('input[type=file]')
    .nth(1)
    .setInputFiles(MODEL_FILES.map((name) => join(TINY_MODEL, name)))
  await expect(page.getByTestId('model-facts')).toContainText('8.8 k parameters')
}

/** Opens "More settings" once, and sets fields by their labels. */
export async function setFields(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByRole('textbox', { name: label, exact: true })
    await field.fill(value)
    await field.press('Enter')
  }
}

export async function chooseMethod(page: Page, name: 'DPO' | 'sDPO' | 'SimPO'): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).check({ force: true })
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

export async function stepsTaken(page: Page): Promise<number> {
  const text = await page.getByTestId('step-count').textContent()
  return Number.parseInt((text ?? '').replace(/\D*(\d+).*/s, '$1'), 10) || 0
}

/** One column of a plot's table, by step. Smoothing is switched off first: a table shows what the plot draws. */
export async function plotColumn(page: Page, title: string, column: string): Promise<Map<number, number>> {
  await page.getByRole('combobox', { name: 'Smoothing' }).selectOption({ label: 'Off' })
  await button(page, `${title}: more`).click()
  await page.getByRole('menuitem', { name: 'Show the table' }).click()
  const table = page.getByRole('region', { name: `${title}: table` })
  await expect(table.locator('tbody tr').first()).toBeVisible()
  const [header, ...rows] = await table
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')))
  const at = header!.indexOf(column)
  return new Map(rows.map((row) => [Number(row[0]), Number.parseFloat(row[at]!)]))
}
