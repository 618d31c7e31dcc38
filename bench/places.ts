/** @file Where the repository is, where builds go, and which versions are compared. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Of the repository, where npm starts its scripts. */
export const root = process.cwd()

/** Where builds go; a folder of this run's own, so that two runs do not meet. */
export const buildFolder = (name: string): string =>
  resolve(root, 'node_modules/.cache/bench', `${name}-${process.pid}`)

/** Of the packages that do the work, as installed. */
export function versions(): Record<string, string> {
  const names = [
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-backend-webgpu',
    '@tensorflow/tfjs-backend-wasm',
    '@jax-js/jax',
    'webgpu',
  ]
  return Object.fromEntries(
    names.flatMap((name) => {
      const file = resolve(root, 'node_modules', name, 'package.json')
      return existsSync(file) ? [[name, (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version]] : []
    }),
  )
}
