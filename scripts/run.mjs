/**
 * Runs a TypeScript entry of this repository in Node: `node scripts/run.mjs ENTRY [ARG ...]`.
 * Vite bundles it first, because tfjs's deep imports do not resolve in plain Node.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const [entry, ...args] = process.argv.slice(2)
const name = `${basename(dirname(resolve(entry)))}-${basename(entry, '.ts')}-${process.pid}`
const outDir = resolve(root, 'node_modules/.cache/run', name)
mkdirSync(outDir, { recursive: true })

// tfjs's wasm loader is CommonJS: it reads these two names to find files on disk.
const COMMONJS_NAMES = [
  `import { createRequire as createRequireForCommonJs } from 'node:module'`,
  `const require = createRequireForCommonJs(import.meta.url)`,
  `const __dirname = import.meta.dirname`,
].join('\n')

await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: resolve(entry),
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'main.mjs', codeSplitting: false, banner: COMMONJS_NAMES } },
  },
})
process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
process.argv = [process.argv[0], entry, ...args]
await import(pathToFileURL(resolve(outDir, 'main.mjs')).href)
