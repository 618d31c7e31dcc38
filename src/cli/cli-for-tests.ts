/** @file The command line as a script uses it: one process per command, beside which the test's server can answer. */
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HubServer, type HubServerOptions, startHubServer } from '../../tests/support/hub-server'

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** A folder for the test's files. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'playground-cli-'))

export function writeLines(path: string, rows: unknown[]): string {
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  return path
}

export async function cli(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn('node', ['scripts/run.mjs', 'src/cli/main.ts', ...args], { env: { ...process.env, ...env } })
  const ended: Ended = { status: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    ended.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    ended.stderr += text
  })
  ended.status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  return ended
}

/** A Hub with an empty cache before it. */
export async function startHub(
  options: HubServerOptions,
): Promise<{ server: HubServer; cache: string; env: Record<string, string> }> {
  const server = await startHubServer({ largeFrom: 10_000, ...options })
  const cache = freshFolder()
  return { server, cache, env: { PLAYGROUND_HUB: server.url, PLAYGROUND_CACHE: cache } }
}
