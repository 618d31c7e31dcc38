/** Drives an installed WebKitGTK, Safari's engine, through its WebDriver; it needs a display, such as Xvfb's. */
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'

const PORT = 4599
const ADDRESS = `http://127.0.0.1:${PORT}`

async function ask(method, path, body) {
  const response = await fetch(ADDRESS + path, { method, ...(body && { body: JSON.stringify(body) }) })
  const { value } = await response.json()
  if (!response.ok) throw new Error(value.message)
  return value
}

async function listens() {
  for (let i = 0; i < 20; i++) {
    await wait(500)
    if (
      await fetch(`${ADDRESS}/status`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
  }
  throw new Error('WebKitWebDriver does not listen.')
}

export async function openWebKit(path, browser) {
  // Without a language of its own the engine refuses every number format.
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', WEBKIT_DISABLE_DMABUF_RENDERER: '1' }
  const child = spawn(path, [`--port=${PORT}`], {
    stdio: 'ignore',
    env: { ...env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  })
  try {
    await listens()
    const options = { binary: browser, args: ['--automation'] }
    const alwaysMatch = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options }
    const { sessionId, capabilities } = await ask('POST', '/session', { capabilities: { alwaysMatch } })
    const session = `/session/${sessionId}`
    await ask('POST', `${session}/window/rect`, { width: 1440, height: 900 })
    return {
      name: `WebKitGTK ${capabilities.browserVersion}`,
      go: (url) => ask('POST', `${session}/url`, { url }),
      run: (script) => ask('POST', `${session}/execute/sync`, { script, args: [] }),
      close: async () => {
        await ask('DELETE', session).catch(() => {})
        child.kill()
      },
    }
  } catch (error) {
    child.kill()
    throw error
  }
}
