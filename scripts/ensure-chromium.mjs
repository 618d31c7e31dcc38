/** Finds a browser for the tests or, failing that, gets one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.mjs'

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0

const WAYS = [
  () => run('npx', ['playwright', 'install', 'chromium']),
  () =>
    existsSync('/etc/debian_version') &&
    process.getuid?.() === 0 &&
    run('apt-get', ['update', '-q']) &&
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']),
]

/** Path of a Chromium; ends the process with one sentence when none can be had. */
export function ensureChromium() {
  for (const way of [() => true, ...WAYS]) {
    way()
    const path = findChromium()
    if (path) return path
  }
  console.error('The tests need a browser: install Chrome or Chromium, or set CHROMIUM_PATH to one.')
  process.exit(1)
}
