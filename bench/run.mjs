/** Runs the bench's driver, which is TypeScript, in Node: `node bench/run.mjs [PART ...] [--option value ...]`. */
import { runnerImport } from 'vite'

// Else the runner sets it to `development`, and the app is built with React's slower half.
process.env.NODE_ENV = 'production'

const { module } = await runnerImport(new URL('./main.ts', import.meta.url).pathname, { configFile: false })
process.exitCode = await module.main(process.argv.slice(2))
