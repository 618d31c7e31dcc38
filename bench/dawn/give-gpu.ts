/**
 * @file In the process of a contender, gives it Dawn as if it were the browser's WebGPU. Imported before everything
 * else: tfjs looks for WebGPU when it is loaded.
 */
import { availableParallelism } from 'node:os'
import { addIteratorHelpers } from './iterator-helpers'

/** The package `webgpu`. Its name is kept from the bundler, which cannot take in a native library. */
const PACKAGE = ['web', 'gpu'].join('')

if (process.send) {
  addIteratorHelpers()
  const { create, globals } = await import(/* @vite-ignore */ PACKAGE)
  Object.assign(globalThis, globals)
  const navigator = { gpu: create([]) as GPU, hardwareConcurrency: availableParallelism(), userAgent: 'Dawn in Node' }
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
}
