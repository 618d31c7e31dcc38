import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { listKept } from './offline-files.mjs'

it('keeps every part of the page, and nothing that is for the host alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'playground-offline-'))
  const names = [
    'index.html',
    'assets/_shared-1.js',
    'assets/index-1.js',
    'models/a/model.safetensors',
    'runs/default.json',
    '_headers',
    '.nojekyll',
    '404.html',
    'models/a/README.md',
    'assets/index-1.js.map',
    'service-worker.js',
  ]
  for (const name of [...names, 'runs/large.json']) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name === 'runs/large.json' ? 'x'.repeat(70_000) : name)
  }
  const { files, version } = listKept(folder)
  expect(files.sort()).toEqual([
    '',
    'assets/_shared-1.js',
    'assets/index-1.js',
    'models/a/model.safetensors',
    'runs/default.json',
  ])
  writeFileSync(join(folder, 'assets/index-1.js'), 'changed')
  expect(listKept(folder).version).not.toBe(version)
})
