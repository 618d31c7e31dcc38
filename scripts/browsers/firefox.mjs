/** Drives an installed Firefox through Marionette, its own remote protocol: no driver has to be installed. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const PORT = 2828
/** Seconds until the browser listens. */
const PATIENCE = 30

async function opened() {
  for (let i = 0; i < PATIENCE * 2; i++) {
    await wait(500)
    const socket = connect(PORT, '127.0.0.1')
    const ok = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    )
    if (ok) return socket
  }
  throw new Error('Firefox does not listen: is another one running with --marionette?')
}

/** Messages are their length in bytes, a colon, and JSON: [0, id, command, parameters] out, [1, id, error, result] in. */
function speak(socket) {
  const answers = new Map()
  let buffer = Buffer.alloc(0)
  let count = 0
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const colon = buffer.indexOf(':')
      const length = colon < 0 ? Number.NaN : Number(buffer.subarray(0, colon))
      if (Number.isNaN(length) || buffer.length < colon + 1 + length) return
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString())
      buffer = buffer.subarray(colon + 1 + length)
      if (!Array.isArray(message)) continue
      const [, id, error, result] = message
      const { resolve, reject } = answers.get(id)
      if (error) reject(new Error(error.message))
      else resolve(result)
    }
  })
  return (command, parameters = {}) =>
    new Promise((resolve, reject) => {
      const id = ++count
      answers.set(id, { resolve, reject })
      const text = JSON.stringify([0, id, command, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
}

export async function openFirefox(path) {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'))
  const child = spawn(
    path,
    ['--headless', '--marionette', '--profile', profile, '--width', '1440', '--height', '900'],
    {
      stdio: 'ignore',
    },
  )
  const close = () => {
    child.kill('SIGKILL')
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    const socket = await opened()
    const ask = speak(socket)
    const { capabilities } = await ask('WebDriver:NewSession', {})
    return {
      name: `Firefox ${capabilities.browserVersion}`,
      go: (url) => ask('WebDriver:Navigate', { url }),
      run: async (script) => (await ask('WebDriver:ExecuteScript', { script, args: [] })).value,
      close: async () => {
        socket.destroy()
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}
