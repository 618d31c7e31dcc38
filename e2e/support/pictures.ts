/** @file Pictures that are saved from the menu of a graphic, looked into. */
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { button } from './playground'

async function save(page: Page, title: string, form: 'PNG' | 'SVG'): Promise<{ name: string; bytes: Buffer }> {
  await button(page, `${title}: more`).press('Enter')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('menu', { name: `${title}: more` })
      .getByRole('menuitem', { name: `Save as ${form}` })
      .press('Enter'),
  ])
  await expect(page.getByRole('menu')).toHaveCount(0)
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

/** Saves in both forms, by keyboard, and sees that they are pictures that need nothing of the page. */
export async function savePictures(page: Page, title: string) {
  const svg = await save(page, title, 'SVG')
  const text = svg.bytes.toString()
  const read = await page.evaluate((xml) => {
    const drawing = new DOMParser().parseFromString(xml, 'image/svg+xml')
    const count = (selector: string) => drawing.querySelectorAll(selector).length
    return {
      broken: count('parsererror'),
      width: Number(drawing.documentElement.getAttribute('width')),
      texts: [...drawing.querySelectorAll('text')].map((one) => one.textContent ?? ''),
      shapes: Object.fromEntries(['path', 'polyline', 'line', 'circle', 'rect'].map((tag) => [tag, count(tag)])),
    }
  }, text)
  expect(read.broken).toBe(0)
  // A long title takes two lines.
  expect(read.texts.join(' ').startsWith(title)).toBe(true)
  expect(text).not.toMatch(/var\(|color-mix|oklab|class=|NaN/)
  const png = await save(page, title, 'PNG')
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG')
  // The header's first number is the width: twice the drawing's.
  expect(png.bytes.readUInt32BE(16)).toBe(2 * read.width)
  expect(png.bytes.length).toBeGreaterThan(2000)
  expect(png.name).toBe(svg.name.replace(/svg$/, 'png'))
  return { name: svg.name, ...read }
}
