import { beforeEach, describe, expect, it, vi } from 'vitest'

const SCOPE = 'https://school.test/class/'
const PAGE = `<script src="./assets/index-1.js"></script>`
const NAMED = `preference-playground ${SCOPE} `

type Listener = (event: Record<string, unknown>) => void

let listeners: Record<string, Listener>
let stored: Map<string, Map<string, Response>>
let online: Record<string, () => Response>
let registration: { scope: string; installing: unknown; waiting: unknown }
let full: boolean

const answer = (body: string, type: string, url?: string) => () => {
  const response = new Response(body, { headers: { 'content-type': type } })
  if (url) Object.defineProperties(response, { url: { value: url }, redirected: { value: true } })
  return response
}

const cacheNamed = (name: string) => {
  const held = stored.get(name) ?? new Map<string, Response>()
  stored.set(name, held)
  return {
    match: async (address: string) => held.get(address),
    put: async (address: string, response: Response) => {
      if (full) throw new DOMException('no room', 'QuotaExceededError')
      held.set(address, response)
    },
  }
}

beforeEach(async () => {
  listeners = {}
  stored = new Map()
  full = false
  online = {
    '': answer(PAGE, 'text/html'),
    'assets/index-1.js': answer('run()', 'text/javascript'),
    'runs/a.json': answer('{}', 'application/json'),
  }
  registration = { scope: SCOPE, installing: null, waiting: null }
  vi.stubGlobal('self', {
    KEPT: { version: 'v1', files: ['', 'assets/index-1.js'] },
    location: { href: `${SCOPE}service-worker.js` },
    registration,
    clients: { matchAll: async () => [{}] },
    addEventListener: (type: string, listener: Listener) => {
      listeners[type] = listener
    },
  })
  vi.stubGlobal('caches', {
    open: async (name: string) => cacheNamed(name),
    keys: async () => [...stored.keys()],
    delete: async (name: string) => stored.delete(name),
    match: async (address: string) => {
      for (const held of stored.values()) if (held.has(address)) return held.get(address)!.clone()
      return undefined
    },
  })
  vi.stubGlobal('fetch', async (asked: string | Request) => {
    const address = typeof asked === 'string' ? asked : asked.url
    const made = online[address.slice(SCOPE.length)]
    if (!made) throw new TypeError('offline')
    const response = made()
    if (response.url === '') Object.defineProperty(response, 'url', { value: address })
    return response
  })
  vi.resetModules()
  await import('./service-worker')
})

const told = async (type: string, data?: unknown): Promise<unknown> => {
  let work: unknown
  listeners[type]!({ data, waitUntil: (given: unknown) => (work = given) })
  return work
}

const asked = async (file: string): Promise<Response | undefined> => {
  let response: Promise<Response> | undefined
  listeners.fetch!({
    request: new Request(`${SCOPE}${file}`),
    respondWith: (given: Promise<Response>) => (response = given),
  })
  return response
}

describe('what the service worker keeps', () => {
  it('is the page with its parts, isolated, whether there is a network or not', async () => {
    await told('install')
    online = {}
    const page = await asked('')
    expect(await page!.text()).toBe(PAGE)
    expect(page!.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
  })

  it.each([
    ['a sign-in page in the place of a script', 'assets/index-1.js', answer('<form>', 'text/html')],
    ['an answer from elsewhere', 'assets/index-1.js', answer('x', 'text/javascript', 'https://school.test/login')],
    ['the page of another version', '', answer('<script src="./assets/index-0.js">', 'text/html')],
    ['an error', '', () => new Response('', { status: 503 })],
  ])('is never %s', async (_, file, given) => {
    online[file] = given
    await expect(told('install')).rejects.toThrow(`${SCOPE}${file}`)
  })

  it('can be shown as a page where the host redirects within it', async () => {
    online[''] = () => {
      const response = answer(PAGE, 'text/html', `${SCOPE}index.html`)()
      // The host isolates by itself, so nothing is left to change.
      response.headers.set('Cross-Origin-Opener-Policy', 'same-origin')
      response.headers.set('Cross-Origin-Embedder-Policy', 'require-corp')
      return response
    }
    await told('install')
    expect((await asked(''))!.redirected).toBe(false)
  })

  it('leaves a redirect to the browser', async () => {
    const redirect = new Response(null, { status: 200 })
    Object.defineProperties(redirect, { type: { value: 'opaqueredirect' }, status: { value: 0 } })
    online[''] = () => redirect
    expect(await asked('')).toBe(redirect)
  })

  it('shows a recording that there is no room to keep', async () => {
    full = true
    expect(await (await asked('runs/a.json'))!.text()).toBe('{}')
  })
})

describe('caches of old versions', () => {
  beforeEach(() => {
    for (const name of [`${NAMED}v0`, `${NAMED}v1`, `preference-playground ${SCOPE}beta/ v7`]) cacheNamed(name)
  })

  it('go, and those of another copy of the page on the same host stay', async () => {
    await told('message', 'tidy')
    expect([...stored.keys()]).toEqual([`${NAMED}v1`, `preference-playground ${SCOPE}beta/ v7`])
  })

  it('stay while a newer version waits, whose files are there already', async () => {
    registration.waiting = {}
    cacheNamed(`${NAMED}v2`)
    await told('message', 'tidy')
    expect(stored.has(`${NAMED}v2`)).toBe(true)
  })
})
