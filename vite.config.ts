import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** With these two a page is cross-origin isolated: then wasm may share its memory among threads. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

const EARLY = 'src/app/early.ts'

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
  plugins: [react(), earlyScript()],
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { index: 'index.html', early: EARLY } },
  },
})
