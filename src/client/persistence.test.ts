import { expect, it, vi } from 'vitest'
import { askForPersistence } from './persistence'

it('is asked to be kept once, and a browser without it says no', async () => {
  const persist = vi.fn(async () => true)
  vi.stubGlobal('navigator', { storage: { persisted: async () => false, persist } })
  expect(await askForPersistence()).toBe(true)
  vi.stubGlobal('navigator', { storage: { persisted: async () => true, persist } })
  expect(await askForPersistence()).toBe(true)
  expect(persist).toHaveBeenCalledTimes(1)
  vi.stubGlobal('navigator', {})
  expect(await askForPersistence()).toBe(false)
  vi.unstubAllGlobals()
})
