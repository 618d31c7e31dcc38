/** @file Checkpoints in and out: a model from the Hub (a local server), LoRA, both zips, the adapter back, deleting. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Download, expect, type Page, test } from '@playwright/test'
import { unzipSync } from 'fflate'
import { type HubServer, startHubServer } from '../tests/support/hub-server'
import { button, openPage, setFields } from './support/playground'

const TINY_MODEL = join('e2e', 'fixtures', 'tiny-model')
const FACTS_OF_TINY = '8.8 k parameters'
/** Of the pickers in the page's order: data, then files, folder and adapter of a model. */
const PICKER = { data: 0, files: 1, adapter: 3 }

const PAIRS = Array.from({ length: 12 }, (_, i) =>
  JSON.stringify({ prompt: `Ann asks ${i}:`, chosen: ' Yes, of course, Ann.', rejected: ' No, never, go.' }),
).join('\n')

let hub: HubServer

test.beforeEach(async () => {
  hub = await startHubServer({
    repositories: {
      'tests/tiny': { files: { folder: TINY_MODEL } },
      'datasets/tests/pairs': { files: { 'train.jsonl': PAIRS } },
    },
    // The weights come from the second origin, with a hash, as large files do.
    largeFrom: 16_384,
  })
})

test.afterEach(() => hub.close())

const fileOf = (name: string, bytes: Uint8Array | string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
})

const choose = (page: Page, picker: keyof typeof PICKER, files: ReturnType<typeof fileOf>[]) =>
  page.locator('input[type=file]').nth(PICKER[picker]).setInputFiles(files)

const model = (page: Page) => page.locator('#section-model')
const sheet = (page: Page) => page.getByRole('dialog', { name: 'A model from the Hub' })

async function openHub(page: Page): Promise<void> {
  await model(page).getByRole('button', { name: 'From the Hub' }).click()
  await expect(sheet(page)).toBeVisible()
}

/** As somebody does whose school has a mirror. */
async function useLocalHub(page: Page): Promise<void> {
  await openHub(page)
  await sheet(page).getByText('Another server').click()
  await sheet(page).getByRole('textbox', { name: 'Address of the server' }).fill(`${hub.url}/`)
  await sheet(page).getByRole('button', { name: 'Use this server' }).click()
  await expect(sheet(page).getByText(new URL(hub.url).host)).toBeVisible()
}

async function closeHub(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toBeHidden()
}

async function load(page: Page, name: string): Promise<void> {
  await sheet(page).getByRole('textbox', { name: 'Model on the Hub' }).fill(name)
  await sheet(page).getByRole('button', { name: 'Load', exact: true }).click()
}

async function download(page: Page, name: string): Promise<Download> {
  const [saved] = await Promise.all([page.waitForEvent('download'), model(page).getByRole('button', { name }).click()])
  return saved
}

/** Files and folders of this machine, let go over the plots. */
async function drop(page: Page, files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
  }
}

const unzipped = async (saved: Download) => unzipSync(readFileSync(await saved.path()))

test('a model from the Hub is tuned with LoRA, saved in both forms, and its adapter comes back', async ({ page }) => {
  await openPage(page)
  await useLocalHub(page)
  await load(page, 'tests/tiny')
  await expect(sheet(page)).toBeHidden()
  await expect(page.getByTestId('model-facts')).toContainText(FACTS_OF_TINY)

  await openHub(page)
  await expect(page.getByTestId('cached')).toContainText('tests/tiny loaded')
  await expect(page.getByTestId('cached')).toContainText(`commit ${hub.commitOf('tests/tiny').slice(0, 7)}`)
  await closeHub(page)

  await choose(page, 'data', [fileOf('pairs.jsonl', PAIRS)])
  await expect(page.getByTestId('data-facts')).toContainText('12 pairs')
  await page.getByRole('radio', { name: 'LoRA adapter' }).check({ force: true })
  await page.getByRole('combobox', { name: 'run length' }).selectOption('steps')
  await setFields(page, { steps: '3', 'batch size': '2', rank: '4' })
  await expect(page.getByTestId('memory')).toContainText(/about .* [kM]B/)
  await button(page, 'Play').click()
  await expect(page.getByTestId('step-count')).toContainText('3 / 3', { timeout: 60_000 })
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })

  await openHub(page)
  await sheet(page).getByRole('button', { name: 'Load tests/tiny' }).click()
  await expect(sheet(page).getByTestId('loss')).toContainText('is not saved and would be lost')
  await sheet(page).getByRole('button', { name: 'Keep it' }).click()
  await expect(sheet(page).getByTestId('loss')).toBeHidden()
  await closeHub(page)
  await button(page, 'Back to the bundled model').click()
  await expect(model(page).getByTestId('loss')).toBeFocused()
  await button(page, 'Keep it').click()
  await expect(page.getByTestId('loss')).toBeHidden()
  await expect(button(page, 'Back to the bundled model')).toBeFocused()

  const saved = await download(page, 'Save merged model')
  expect(saved.suggestedFilename()).toBe('tests-tiny-tuned.zip')
  const merged = await unzipped(saved)
  expect(Object.keys(merged)).toEqual(expect.arrayContaining(['config.json', 'model.safetensors', 'tokenizer.json']))
  const adapter = await download(page, 'Save adapter')
  expect(adapter.suggestedFilename()).toBe('tests-tiny-adapter.zip')
  const { 'adapter_config.json': config, 'adapter_model.safetensors': weights } = await unzipped(adapter)
  expect(JSON.parse(Buffer.from(config!).toString())).toMatchObject({ peft_type: 'LORA', r: 4 })

  await choose(page, 'adapter', [fileOf('adapter_config.json', config!), fileOf('adapter_model.safetensors', weights!)])
  await expect(page.getByTestId('adapter')).toContainText('rank 4')
  await expect(page.getByRole('radio', { name: 'Every weight' })).toBeDisabled()
  await button(page, 'Play').click()
  await expect(page.getByTestId('step-count')).toContainText('3 / 3', { timeout: 60_000 })
  await expect(button(page, 'Play again')).toBeVisible({ timeout: 60_000 })
  await button(page, 'Remove adapter').click()
  await expect(page.getByTestId('adapter')).toBeVisible()
  await button(page, 'Remove anyway').click()
  await expect(page.getByTestId('adapter')).toBeHidden()

  const files = Object.entries(merged).map(([name, bytes]) => fileOf(name, bytes))
  await choose(page, 'files', files)
  await expect(model(page)).toContainText('own model')
  await expect(page.getByTestId('model-facts')).toContainText(FACTS_OF_TINY)
})

test('what is kept of the Hub is loaded without it, also after a reload, until it is deleted', async ({ page }) => {
  await openPage(page)
  await useLocalHub(page)
  await load(page, 'tests/tiny')
  await expect(page.getByTestId('model-facts')).toContainText(FACTS_OF_TINY)
  await openPage(page)
  hub.faults.push({ status: 503 })
  await openHub(page)
  await load(page, 'tests/tiny')
  await expect(page.getByTestId('model-facts')).toContainText(FACTS_OF_TINY, { timeout: 20_000 })
  await expect(page.getByRole('complementary', { name: 'Worth knowing' })).toContainText('The Hub did not answer')
  await button(page, 'Back to the bundled model').click()
  await expect(page.getByTestId('model-facts')).toContainText('1.0 M parameters')
  await openHub(page)
  await sheet(page).getByRole('button', { name: 'Load tests/tiny' }).click()
  await expect(page.getByTestId('model-facts')).toContainText(FACTS_OF_TINY)

  await openHub(page)
  await sheet(page).getByRole('button', { name: 'Delete tests/tiny', exact: true }).click()
  await sheet(page).getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByTestId('cached')).toContainText('tests/tiny')
  await sheet(page).getByRole('button', { name: 'Delete tests/tiny', exact: true }).click()
  await sheet(page).getByRole('button', { name: 'Yes, delete tests/tiny' }).click()
  await expect(sheet(page)).toContainText('Nothing yet.')
})

test('a slow download shows what it will take and how far it is, and can be cancelled; the former model stays', async ({
  page,
}) => {
  hub.faults.push({ path: 'model.safetensors', slow: { chunk: 1000, pause: 300 } })
  await openPage(page)
  await useLocalHub(page)
  await load(page, 'tests/tiny')
  await expect(sheet(page)).toContainText(/model\.safetensors\s*[\d.]+ [kM]B of 36 kB/)
  const plan = sheet(page).getByText(/8\.8 k parameters\. Training will take about [\d.]+ MB.* That fits\./)
  await expect(plan).toBeVisible()
  expect(await plan.evaluate((line) => line.scrollWidth <= line.clientWidth)).toBe(true)
  await sheet(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(sheet(page).getByRole('progressbar')).toBeHidden()
  await expect(sheet(page).getByRole('alert')).toBeHidden()
  await closeHub(page)
  await expect(page.getByTestId('model-facts')).toContainText('1.0 M parameters')
  await expect(button(page, 'Play')).toBeEnabled()
})

test('a repository that is not there is named where it was asked for', async ({ page }) => {
  await openPage(page)
  await useLocalHub(page)
  await load(page, 'no such name')
  await expect(sheet(page)).toContainText('“no such name” is no name of a repository')
  await load(page, 'tests/nothing')
  await expect(sheet(page).getByRole('alert')).toContainText('tests/nothing')
  await expect(sheet(page).getByRole('alert')).toContainText('does not exist')
})

test('what a mistake has opened stays open while it is mended', async ({ page }) => {
  await openPage(page)
  await openHub(page)
  await sheet(page).getByText('Another server').click()
  const address = sheet(page).getByRole('textbox', { name: 'Address of the server' })
  await address.fill('school')
  await sheet(page).getByRole('button', { name: 'Use this server' }).click()
  await expect(sheet(page)).toContainText('“school” is no address')
  await address.press('End')
  await address.pressSequentially('.org')
  await expect(sheet(page)).not.toContainText('is no address')
  await expect(address).toBeFocused()
  await expect(address).toHaveValue('school.org')
  await sheet(page).getByText('Another server').click()
  await expect(address).toBeHidden()
})

test('a data set of the Hub is loaded like a file', async ({ page }) => {
  await openPage(page)
  await useLocalHub(page)
  await closeHub(page)
  const data = page.locator('#section-data')
  await data.getByRole('button', { name: 'From the Hub' }).click()
  await data.getByRole('textbox', { name: 'Data set on the Hub' }).fill('tests/pairs')
  await data.getByRole('button', { name: 'Load' }).click()
  await expect(page.getByTestId('data-facts')).toContainText('12 pairs')
})

test('a folder dropped anywhere is a model, and files dropped beside each other are pairs', async ({ page }) => {
  await openPage(page)
  await drop(page, [resolve(TINY_MODEL)])
  await expect(page.getByTestId('model-facts')).toContainText(FACTS_OF_TINY)
  await expect(model(page)).toContainText('tiny-model')
  const file = test.info().outputPath('pairs.jsonl')
  writeFileSync(file, PAIRS)
  await drop(page, [file])
  await expect(page.getByTestId('data-facts')).toContainText('12 pairs')
})

test('a broken folder is refused by name, and the former model stays', async ({ page }) => {
  await openPage(page)
  const whole = (name: string) => fileOf(name, readFileSync(join(TINY_MODEL, name)))
  const weights = readFileSync(join(TINY_MODEL, 'model.safetensors'))
  await choose(page, 'files', [whole('config.json'), whole('tokenizer.json')])
  await expect(model(page).getByRole('alert')).toContainText('Missing: model.safetensors')

  await choose(page, 'files', [
    whole('config.json'),
    whole('tokenizer.json'),
    whole('tokenizer_config.json'),
    fileOf('model.safetensors', weights.subarray(0, weights.length / 2)),
  ])
  await expect(model(page).getByRole('alert')).toContainText('model/broken-weights')
  await expect(page.getByTestId('model-facts')).toContainText('1.0 M parameters')
  await expect(button(page, 'Play')).toBeEnabled()

  // It still answers: nothing was half-loaded.
  await page.getByRole('textbox', { name: 'Your own prompt' }).fill('Tell Anna about the fox.\nAnswer:')
  await button(page, 'Sample').click()
  await expect(page.getByText(/fox/).nth(1)).toBeVisible()
})
