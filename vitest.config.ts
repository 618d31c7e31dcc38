import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { CHROMIUM_ARGS, findChromium } from './scripts/find-chromium.mjs'

/** Against real files, which the repository does not hold: docs/fixtures.md. */
const FIXTURES: TestProjectConfiguration = {
  test: {
    name: 'fixtures',
    include: ['tests/fixtures/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
  },
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.engine.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      ...(process.env.FIXTURES_DIR ? [FIXTURES] : []),
      {
        // In a real browser, each test on wasm and on (software) WebGPU.
        // Found by name, or Vite would reload the page in the middle of a test that is the first to import them.
        optimizeDeps: { include: ['hyparquet', 'hyparquet-compressors', 'hyparquet/src/delta.js'] },
        test: {
          name: 'engine',
          include: ['src/**/*.engine.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
