import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS, findChromium } from './scripts/find-chromium.mjs'

export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  // Software WebGPU takes all cores: one test at a time.
  workers: 1,
  reporter: [['list']],
  use: {
    baseURL: 'http://127.0.0.1:4174',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS },
  },
  webServer: { command: 'npx vite preview --host 127.0.0.1 --port 4174 --strictPort', port: 4174 },
})
