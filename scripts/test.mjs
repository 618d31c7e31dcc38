/** Everything that must hold before a change lands, in the order in which it fails fastest. */
import { spawnSync } from 'node:child_process'
import { ensureChromium } from './ensure-chromium.mjs'

const STEPS = [
  ['lint', 'npx', ['biome', 'check', '--error-on-warnings', '.']],
  ['types', 'npm', ['run', '-s', 'types']],
  ['unit', 'npx', ['vitest', 'run', '--project', 'unit']],
  ['engine', 'npx', ['vitest', 'run', '--project', 'engine']],
  ['build', 'npm', ['run', '-s', 'build']],
  ['end to end', 'npx', ['playwright', 'test', '--project', 'page', '--workers', '2']],
  ['end to end on all cores', 'npx', ['playwright', 'test', '--project', 'device']],
]

process.env.CHROMIUM_PATH = ensureChromium()
for (const [name, command, args] of STEPS) {
  console.log(`\n== ${name}`)
  const started = Date.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) {
    console.error(`${name} failed`)
    process.exit(status ?? 1)
  }
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`)
}
