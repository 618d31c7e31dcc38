/** @file The page in Korean: nothing of its own is left in English, everything fits, and a run goes on while it changes. */
import { expect, type Page, test } from '@playwright/test'
import { cutTexts, foreignTexts } from './support/korean'
import { button, chooseTinyModel, stepsTaken } from './support/playground'

/** Model and data take a while where the processor is busy. */
const LOADED = { timeout: 60_000 }

const whole = async (page: Page, where: string, names: readonly string[] = []) => {
  expect(await foreignTexts(page, names), where).toEqual([])
  expect(await cutTexts(page), where).toEqual([])
}

/** As a browser that prefers Korean opens it. */
async function openInKorean(page: Page): Promise<void> {
  await page.goto('./')
  await expect(page.getByTestId('model-facts')).toContainText('파라미터', LOADED)
  await expect(page.getByTestId('data-facts')).toContainText('쌍', LOADED)
  await expect(page.getByTestId('run-state')).toContainText('기록된 실행', LOADED)
}

test.describe('where Korean is preferred', () => {
  test.use({ locale: 'ko-KR' })

  test('the page, its views and its sheets are Korean', async ({ page }) => {
    await openInKorean(page)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko')
    await whole(page, 'plots')

    const views = { 내부: '최신', 스윕: '스윕 시작', 레이블링: 'A가 나음' }
    for (const [view, verb] of Object.entries(views)) {
      await page.getByRole('tab', { name: view }).or(button(page, view)).first().click()
      await expect(page.getByRole('button', { name: verb }).first()).toBeVisible()
      await whole(page, view)
    }
    await page.getByRole('tab', { name: '그래프' }).or(button(page, '그래프')).first().click()
    await button(page, '실행 목록').click()
    await whole(page, 'runs')
    await button(page, '실행 목록').click()

    for (const sheet of ['도움말과 단축키', '공유', '가져가기', '들여다보기', '쌍 입력']) {
      await button(page, sheet).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await whole(page, sheet)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await page.locator('#section-model').getByRole('button', { name: '허브에서' }).click()
    await whole(page, 'the Hub')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.getByTestId('device-chip').click()
    await expect(page.getByText('GPU를 쓰려면')).toBeVisible()
    await whole(page, 'device')
    await page.keyboard.press('Escape')
    await button(page, '레슨').click()
    await page.getByText('β가 하는 일').first().click()
    await expect(page.getByTestId('lesson')).toContainText('레슨 2 / 8')
    await expect(page.getByTestId('lesson-table')).toContainText('승률')
    await whole(page, 'lesson')
  })

  test('an error is said in Korean, with the original beneath', async ({ page }) => {
    await openInKorean(page)
    const file = { name: '질문.csv', mimeType: 'text/csv', buffer: Buffer.from('') }
    await page.locator('input[type=file]').first().setInputFiles([file])
    const alert = page.getByRole('alert')
    await expect(alert).toContainText('데이터가 비어 있습니다.')
    await expect(alert.locator('[lang=en]')).toContainText('"질문.csv" is empty.')
    await whole(page, 'error')
  })

  for (const [width, height] of [
    [1280, 720],
    [390, 844],
  ] as const) {
    test(`everything fits at ${width}x${height}`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      await page.goto('./')
      await expect(page.getByTestId('run-state')).toContainText('기록된 실행', LOADED)
      await whole(page, `${width}`)
      if (width < 900) {
        await button(page, '설정').click()
        await expect(page.getByTestId('data-facts')).toContainText('쌍', LOADED)
        await whole(page, 'settings')
      }
    })
  }
})

test('a run goes on while the language changes', async ({ page }) => {
  await page.goto('./#v=1&training.maxSteps=2000&evaluation.samplePrompts=2&evaluation.evalSteps=2000')
  await expect(page.getByTestId('data-facts')).toContainText('pairs', LOADED)
  await chooseTinyModel(page)
  await button(page, 'Play').click()
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(2)
  const before = await stepsTaken(page)
  await button(page, 'Language: 한국어').click()
  await expect(button(page, '일시정지')).toBeVisible()
  await expect(page.getByRole('textbox', { name: '스텝', exact: true })).toHaveValue('2000')
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(before)
  // Files without a folder were named when they were loaded, and keep that name.
  await whole(page, 'during a run', ['own', 'model'])
  await button(page, '중지').click()
  await expect(page.getByTestId('run-state')).toContainText('중지되었습니다', { timeout: 60_000 })

  // The choice is remembered, and can be taken back.
  await page.reload()
  await expect(page.getByTestId('run-state')).toContainText('기록된 실행', LOADED)
  await button(page, '언어: English').click()
  await expect(page.getByTestId('run-state')).toContainText('Recorded run', LOADED)
})
