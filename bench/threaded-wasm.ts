/**
 * @file A Vite plugin that keeps tfjs's threaded wasm whole. Its threads run the text of a function, which minifying
 * ties to a variable outside of it: then no thread starts and the backend waits for ever. The plugin gives them the
 * script as it was published.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

const TEXT_OF_FUNCTION = /\[`var WasmBackendModuleThreadedSimd = ` \+\s*wasmFactoryThreadedSimd\.toString\(\)\]/

export function threadedWasm(): Plugin {
  return {
    name: 'threaded-wasm',
    transform(code, id) {
      if (!id.includes('tfjs-backend-wasm/dist/backend_wasm.js')) return
      if (!TEXT_OF_FUNCTION.test(code)) throw new Error('tfjs-backend-wasm has changed: see threaded-wasm.ts')
      const script = readFileSync(resolve(dirname(id), '../wasm-out/tfjs-backend-wasm-threaded-simd.js'), 'utf8')
      return { code: code.replace(TEXT_OF_FUNCTION, () => `[${JSON.stringify(script)}]`), map: null }
    },
  }
}
