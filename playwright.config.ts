import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS, findChromium } from './scripts/find-chromium.mjs'

/** Two builds can be tried at once, each at a port of its own. */
const { E2E_PORT: port = '4174', E2E_DIST: dist = 'dist' } = process.env

const ON_ALL_CORES = /(webgpu|threads)\.spec\.ts/

export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Most of a test is waiting. Software WebGPU and threads take all cores: one of these at a time.
  projects: [
    { name: 'page', testIgnore: ON_ALL_CORES },
    { name: 'device', testMatch: ON_ALL_CORES },
  ],
  workers: 1,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    // Requests stay visible to the tests; what the service worker does has a test of its own, which allows it.
    serviceWorkers: 'block',
    launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort --outDir ${dist}`,
    port: Number(port),
  },
})
