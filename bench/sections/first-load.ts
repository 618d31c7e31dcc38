/** @file What the first view loads, apart from what the worker loads for itself. */
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Response } from 'playwright'

interface Group {
  files: number
  bytes: number
  compressed: number
}

export interface FirstLoad {
  groups: Record<'page' | 'recorded runs' | 'worker' | 'worker data', Group>
  /** A script of the page itself holds tfjs. */
  tfjsInPage: boolean
  tfjsInWorker: boolean
}

/** The name of a kernel, which minifying leaves as it is. */
const TFJS = 'BatchMatMul'

export async function measureFirstLoad(context: BrowserContext, address: string): Promise<FirstLoad> {
  const page = await context.newPage()
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  // A worker's own requests are not the page's: the page's session sees its own alone.
  const session = await context.newCDPSession(page)
  const ofPage = new Set<string>()
  session.on('Network.requestWillBeSent', ({ request }) => ofPage.add(request.url))
  await session.send('Network.enable')
  await page.goto(address)
  await page.getByTestId('data-facts').filter({ hasText: 'pairs' }).waitFor({ timeout: 60_000 })
  await page.getByTestId('sample').first().waitFor({ timeout: 60_000 })
  await page.waitForLoadState('networkidle')
  const workers = new Set(page.workers().map((worker) => worker.url()))

  const group = (): Group => ({ files: 0, bytes: 0, compressed: 0 })
  const groups = { page: group(), 'recorded runs': group(), worker: group(), 'worker data': group() }
  const found = { page: false, worker: false }
  const seen = new Set<string>()
  for (const response of responses) {
    const url = response.url()
    if (seen.has(url) || !response.ok()) continue
    seen.add(url)
    const isScript = /\.m?js$/.test(new URL(url).pathname)
    const byPage = ofPage.has(url) && !workers.has(url)
    const name = byPage ? (url.includes('/runs/') ? 'recorded runs' : 'page') : isScript ? 'worker' : 'worker data'
    const body = await response.body()
    groups[name].files++
    groups[name].bytes += body.length
    groups[name].compressed += gzipSync(body).length
    if (isScript && body.includes(TFJS)) found[byPage ? 'page' : 'worker'] = true
  }
  await page.close()
  return { groups, tfjsInPage: found.page, tfjsInWorker: found.worker }
}
