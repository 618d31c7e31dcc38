/** @file Takes the steps that every store promises in the browser's file system, where alone they can be taken: here. */
import { openRepository } from '../hub/repository'
import { deleteRepository, storageReport } from '../storage-report'
import { withMemoryFallback } from './fallback-store'
import { openOpfsStore } from './opfs-store'
import { CONTRACT } from './store-contract-for-tests'

const SIZE = 200_000
const COMMIT = 'c'.repeat(40)
const ENDPOINT = 'https://hub.test'
const weights = Uint8Array.from({ length: SIZE }, (_, i) => (i * i) >> 5)

/** A Hub without a network: it breaks off after `cutAfter` bytes of each answer. */
function hubOf(sha256: string, cutAfter = Number.POSITIVE_INFINITY): typeof fetch {
  return async (input, init) => {
    if (String(input).includes('/api/')) {
      const file = { rfilename: 'model.safetensors', size: SIZE, lfs: { sha256, size: SIZE } }
      return Response.json({ id: 'a/b', sha: COMMIT, siblings: [file] })
    }
    const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(new Headers(init?.headers).get('range')!)!
    const bytes = weights.slice(Number(from), Math.min(Number(last) + 1, Number(from) + cutAfter))
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes)
        if (bytes.length < cutAfter) controller.close()
        else setTimeout(() => controller.error(new TypeError('cut')), 5)
      },
    })
    return new Response(body, { status: 206, headers: { 'Content-Range': `bytes ${from}-${last}/${SIZE}` } })
  }
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const same = (bytes: Uint8Array): boolean => bytes.length === SIZE && bytes.every((byte, i) => byte === weights[i])

async function bringWeights(hub: typeof fetch, retries: number) {
  const store = withMemoryFallback((await openOpfsStore())!)
  const notices: string[] = []
  const folder = await openRepository(
    { kind: 'model', name: 'a/b' },
    {
      store,
      endpoint: ENDPOINT,
      fetch: hub,
      patience: { retries, pause: 1 },
      rangeBytes: 65_536,
      onNotice: ({ kind }) => notices.push(kind),
    },
  )
  const file = (await folder.open('model.safetensors'))!
  const failed = await file.bring?.().catch((error: Error) => error)
  return { store, folder, file, notices, failed }
}

const clean = async () => {
  const root = await navigator.storage.getDirectory()
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true })
}

const STEPS: Record<string, () => Promise<unknown>> = {
  /** A download that breaks off, as the worker that is ended meanwhile leaves it. */
  async begin() {
    await clean()
    const { failed, store } = await bringWeights(hubOf(await sha256Of(weights), 30_000), 0)
    const [kept] = (await storageReport(store)).repositories
    return [(failed as { code?: string } | undefined)?.code, kept!.files, kept!.partialBytes]
  },
  async finish() {
    const { file, store, notices } = await bringWeights(hubOf(await sha256Of(weights)), 0)
    const isSame = same(await file.read(0, SIZE))
    const report = await storageReport(store)
    const [kept] = report.repositories
    return [isSame, notices, kept!.files, kept!.bytes, kept!.partialBytes, (report.usage ?? 0) >= SIZE]
  },
  async 'read and delete'() {
    const store = (await openOpfsStore())!
    const [kept] = (await storageReport(store)).repositories
    await deleteRepository(store, kept!)
    return [kept!.name, kept!.host, await store.list('hub')]
  },
  /** Holds the file open, as a page that is closing does. */
  async 'hold for a moment'() {
    const root = await navigator.storage.getDirectory()
    const file = await root.getFileHandle('held', { create: true })
    const handle = await file.createSyncAccessHandle()
    setTimeout(() => handle.close(), 200)
    const target = await (await openOpfsStore())!.append('held')
    await target.append(new Uint8Array(3))
    await target.close()
    return (await file.getFile()).size
  },
  async 'bring without room'() {
    await clean()
    const { file, notices, failed, store } = await bringWeights(hubOf(await sha256Of(weights)), 0)
    const isSame = same(await file.read(0, SIZE))
    const onDisk = (await (await openOpfsStore())!.list('hub')).filter(({ path }) => path.includes('safetensors'))
    return [isSame, notices, failed, onDisk, store.keeps('other')]
  },
  clean,
}

addEventListener('message', async ({ data: name }: MessageEvent<string>) => {
  try {
    if (name in STEPS) return postMessage({ value: await STEPS[name]!() })
    await clean()
    postMessage({ value: await CONTRACT[name]!.run((await openOpfsStore())!) })
  } catch (error) {
    postMessage({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
  }
})
