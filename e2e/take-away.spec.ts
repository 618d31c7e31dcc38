/** @file What a run leaves in the person's hands: each file is taken and looked into. */
import { readFileSync } from 'node:fs'
import { type Download, expect, type Page, test } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { savePictures } from './support/pictures'
import { button, chooseTinyModel, openPage, setFields } from './support/playground'

async function take(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  return hold(page.waitForEvent('download'), () =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click(),
  )
}

async function hold(coming: Promise<Download>, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([coming, act()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

const linesOf = (bytes: Buffer): string[] => bytes.toString().trimEnd().split('\n')

const isWellFormed = (page: Page, xml: string): Promise<boolean> =>
  page.evaluate((text) => !new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror'), xml)

test('a recorded run can be taken along: figures, samples, plots, report, everything', async ({ page }) => {
  await openPage(page)
  await button(page, 'Take away').click()
  const sheet = page.getByRole('dialog', { name: 'Take away' })
  await expect(sheet).toContainText('DPO on polite replies')

  const csv = linesOf((await take(page, 'Metrics, CSV')).bytes)
  const steps = csv.filter((line) => /^\d+,step,/.test(line))
  expect(steps).toHaveLength(150)
  expect(csv[0]).toMatch(/^step,kind,loss,/)
  const log = linesOf((await take(page, 'Metrics as TRL logs them, JSONL')).bytes).map((line) => JSON.parse(line))
  expect(log.length).toBe(csv.length - 1)
  expect(log.every((entry) => typeof (entry.loss ?? entry.eval_loss) === 'number')).toBe(true)
  expect(JSON.parse((await take(page, 'Config, JSON')).bytes.toString())).toMatchObject({ objective: { name: 'dpo' } })
  expect((await take(page, 'Samples to read, Markdown')).bytes.toString()).toContain('## Prompt 1')

  const zip = await take(page, 'Everything, ZIP')
  expect(zip.name).toBe('DPO-on-polite-replies.zip')
  const files = unzipSync(new Uint8Array(zip.bytes))
  const names = Object.keys(files).map((name) => name.replace(/^DPO-on-polite-replies\//, ''))
  for (const name of ['report.html', 'metrics.csv', 'recording.json', 'plots/Reward-margin.svg'])
    expect(names).toContain(name)
  const drawings = Object.entries(files).filter(([name]) => name.endsWith('.svg'))
  expect(drawings.length).toBeGreaterThan(10)
  for (const [, svg] of drawings) expect(await isWellFormed(page, strFromU8(svg))).toBe(true)

  const [report] = await Promise.all([page.waitForEvent('popup'), button(page, 'Open the report').click()])
  await expect(report.getByRole('heading', { level: 1 })).toHaveText('DPO on polite replies')
  await expect(report.getByRole('img')).not.toHaveCount(0)
  await expect(report.getByText('train --config config.json')).toBeVisible()
  expect(await report.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

test('any plot can be saved as a picture, of pixels and of lines', async ({ page }) => {
  await openPage(page)
  const save = (form: string) =>
    hold(page.waitForEvent('download'), async () => {
      await button(page, 'Reward margin: more').click()
      await page.getByRole('menuitem', { name: form }).click()
    })
  const png = await save('Save as PNG')
  expect(png.name).toBe('DPO-on-polite-replies-Reward-margin.png')
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG')
  // Width and height are the header's first two numbers.
  expect(png.bytes.readUInt32BE(16)).toBe(1440)
  expect(png.bytes.readUInt32BE(20)).toBeGreaterThan(600)
  const svg = (await save('Save as SVG')).bytes.toString()
  expect(await isWellFormed(page, svg)).toBe(true)
  expect(svg).toContain('DPO on polite replies')
  expect(svg).toContain('<polyline')

  const lengths = await savePictures(page, 'Lengths of chosen and rejected completions')
  expect(lengths.texts.join(' ')).toMatch(/chosen.*rejected.*0.*tokens.*polite · [\d,]+ pairs$/)
  expect(lengths.shapes.rect).toBeGreaterThan(20)

  const orders = await savePictures(page, 'Reward × likelihood')
  // The ground, and four cells.
  expect(orders.shapes.rect).toBe(5)
  expect(orders.texts).toContain('100%')
})

test('a run of this visit goes on with TRL, with its adapter', async ({ page }) => {
  await openPage(page)
  await chooseTinyModel(page)
  await page.getByRole('radio', { name: 'LoRA adapter' }).check({ force: true })
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: '2' })
  await button(page, 'Play').click()
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })
  await button(page, 'Take away').click()
  await expect(button(page, 'Ranked pairs, JSON')).toBeEnabled()

  const packed = await take(page, 'Folder for TRL, ZIP')
  const files = unzipSync(new Uint8Array(packed.bytes))
  const text = (name: string) => strFromU8(files[name]!)
  expect(text('train.py')).toContain('from trl import DPOConfig, DPOTrainer')
  expect(text('train.py')).toContain('LoraConfig(')
  expect(text('run_stages.sh')).toContain('accelerate launch')
  expect(text('requirements.txt')).toMatch(/^trl==\d/m)
  expect(JSON.parse(text('data/stage-1.jsonl').split('\n')[0]!)).toMatchObject({ source: 'polite' })
  for (const name of ['adapter/adapter_model.safetensors', 'model/model.safetensors', 'accelerate/zero3.yaml']) {
    expect(Object.keys(files)).toContain(name)
  }
  const adapter = await take(page, 'Save adapter')
  expect(Object.keys(unzipSync(new Uint8Array(adapter.bytes)))).toContain('adapter_config.json')
})
