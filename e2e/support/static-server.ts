/** @file A static host as schools and free hosts have it: files under a folder of the address, no header beyond the type. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

export interface StaticHost {
  /** Of the page, with a slash at its end. */
  address: string
  port: number
  /** Puts another text in the place of a file, as a new version would. */
  replace(file: string, change: (text: string) => string): void
  close(): Promise<void>
}

/** Serves the build under `/class/`, from any name that leads to this machine. */
export async function serveStatically(dist: string): Promise<StaticHost> {
  const changes = new Map<string, (text: string) => string>()
  const server = createServer(async ({ url = '' }, response) => {
    const path = decodeURIComponent(url.replace(/[?#].*$/, ''))
    const file = path.startsWith('/class/') ? normalize(path.slice('/class/'.length) || 'index.html') : ''
    const bytes = file && !file.startsWith('..') ? await readFile(join(dist, file)).catch(() => null) : null
    if (!bytes) {
      response.writeHead(404).end()
      return
    }
    const change = changes.get(file)
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    response.end(change ? change(bytes.toString('utf8')) : bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/class/`,
    port,
    replace: (file, change) => changes.set(file, change),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
