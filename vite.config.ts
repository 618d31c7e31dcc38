import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { offlineFiles, SERVICE_WORKER } from './scripts/offline-files.mjs'

/** With these two a page is cross-origin isolated: then wasm may share its memory among threads. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

const EARLY = 'src/app/early.ts'
const WORKER = 'service-worker'

/** Puts a script of its own into the page, which does not wait for the page's large one. */
function earlyScript(): Plugin {
  return {
    name: 'early-script',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const built = Object.values(bundle ?? {}).find((file) => file.type === 'chunk' && file.name === 'early')
        const attrs = { type: 'module', async: true, src: built ? `./${built.fileName}` : `/${EARLY}` }
        return [{ tag: 'script', attrs, injectTo: 'head' }]
      },
    },
  }
}

export default defineConfig({
  // Relative: the build must work from any folder of any static host.
  base: './',
  plugins: [react(), earlyScript(), offlineFiles()],
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: 'index.html', early: EARLY, [WORKER]: `src/client/${WORKER}.ts` },
      output: {
        // A service worker keeps its name, or the browser takes each version for another one.
        entryFileNames: ({ name }) => (name === WORKER ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
})
