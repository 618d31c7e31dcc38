/** @file Files that are made while they are written stand under their names when they are whole, or not at all. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { inOnePiece, prepareFolder, writeOut } from './write-files'

const freshFolder = () => mkdtempSync(join(tmpdir(), 'playground-files-'))
const inTwo = {
  size: 5,
  async *pieces() {
    yield new Uint8Array([1, 2])
    yield new Uint8Array([3, 4, 5])
  },
}
const failing = {
  size: 5,
  async *pieces() {
    yield new Uint8Array([1, 2])
    throw new Error('no more')
  },
}

it('a folder and a zip hold the same bytes', async () => {
  const folder = freshFolder()
  const files = { 'a.bin': inTwo, 'b.txt': inOnePiece(new Uint8Array([9])) }
  await writeOut(join(folder, 'plain'), files)
  await writeOut(join(folder, 'packed.zip'), files)
  const packed = unzipSync(new Uint8Array(readFileSync(join(folder, 'packed.zip'))))
  expect(packed).toEqual({ 'a.bin': new Uint8Array([1, 2, 3, 4, 5]), 'b.txt': new Uint8Array([9]) })
  for (const [name, bytes] of Object.entries(packed)) {
    expect(new Uint8Array(readFileSync(join(folder, 'plain', name)))).toEqual(bytes)
  }
})

it('a place that cannot be written to is named, with the reason, before anything else is done', async () => {
  const folder = freshFolder()
  const file = join(folder, 'taken')
  writeFileSync(file, '')
  const refusal = { code: 'cli/usage', message: expect.stringContaining(file) }
  await expect(prepareFolder(file)).rejects.toMatchObject(refusal)
  await expect(prepareFolder(join(file, 'inside'))).rejects.toMatchObject(refusal)
  await expect(writeOut(file, { 'a.bin': inTwo })).rejects.toMatchObject(refusal)
  await prepareFolder(join(folder, 'new', 'deep'))
  expect(readdirSync(join(folder, 'new', 'deep'))).toEqual([])
})

it.each(['plain', 'packed.zip'])('nothing half-written is left of %s', async (out) => {
  const folder = freshFolder()
  await expect(writeOut(join(folder, out), { 'a.bin': failing })).rejects.toThrow('no more')
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(left).toEqual([])
})

it('a zip beyond what zips can hold is refused before it is begun', async () => {
  const folder = freshFolder()
  const huge = { 'a.bin': { ...inTwo, size: 5e9 } }
  await expect(writeOut(join(folder, 'packed.zip'), huge)).rejects.toMatchObject({ code: 'cli/usage' })
  expect(readdirSync(folder)).toEqual([])
})
