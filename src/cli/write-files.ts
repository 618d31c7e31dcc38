/** @file Files that are made while they are written, into a folder or into a zip; a name stands for whole files alone. */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Zip, ZipPassThrough } from 'fflate'
import type { FileInPieces } from '../engine/checkpoint/safetensors'
import { AppError } from '../protocol/errors'

export type Files = Record<string, FileInPieces>

/** Where fflate's zips end: they have no 64-bit sizes. */
const LARGEST_ZIP = 0xffff_ffff - 2 ** 20

export const inOnePiece = (bytes: Uint8Array): FileInPieces => ({
  size: bytes.length,
  async *pieces() {
    yield bytes
  },
})

export const fromDisk = (path: string, size: number): FileInPieces => ({
  size,
  pieces: () => createReadStream(path, { highWaterMark: 2 ** 20 }),
})

/** A zip where the name says so, else a folder. */
export const writeOut = (out: string, files: Files): Promise<void> =>
  out.toLowerCase().endsWith('.zip') ? writeZip(out, files) : writeFolder(out, files)

export async function writeFolder(folder: string, files: Files): Promise<void> {
  for (const [name, file] of Object.entries(files)) {
    await writeWhole(join(folder, name), async (target) => {
      for await (const piece of file.pieces()) await target.appendFile(piece)
    })
  }
}

/** Weights do not pack, so files are only bundled. */
async function writeZip(path: string, files: Files): Promise<void> {
  const size = Object.values(files).reduce((sum, file) => sum + file.size, 0)
  if (size > LARGEST_ZIP) {
    const message = `The files take ${(size / 1e9).toFixed(1)} GB, and a zip holds 4 GB at most.`
    throw new AppError('cli/usage', message, 'Give --out a folder, or save in 16 bits with --dtype bf16.')
  }
  await writeWhole(path, (target) => zipInto(target, files))
}

async function zipInto(target: FileHandle, files: Files): Promise<void> {
  let made: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    made.push(chunk)
  })
  const flush = async () => {
    for (const chunk of made) await target.appendFile(chunk)
    made = []
  }
  for (const [name, file] of Object.entries(files)) {
    const entry = new ZipPassThrough(name)
    zip.add(entry)
    for await (const piece of file.pieces()) {
      entry.push(piece)
      await flush()
    }
    entry.push(new Uint8Array(0), true)
  }
  zip.end()
  await flush()
}

/** What a disk answers with that cannot be written to there. */
const REASONS: Record<string, string> = {
  EEXIST: 'a file has that name',
  ENOTDIR: 'a part of that path is a file',
  EISDIR: 'a folder has that name',
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'the disk is read-only',
  ENOENT: 'there is no such place',
}

/** @throws AppError `cli/usage`, or `storage/full`, naming the place. */
export async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new AppError('storage/full', `There is no room left for ${path}.`, 'Free space on that disk.', {
        cause: error,
      })
    }
    const reason = REASONS[code]
    if (!reason) throw error
    const message = `Nothing can be written to ${path}: ${reason} (${code}).`
    throw new AppError('cli/usage', message, 'Give --out another place.', { cause: error })
  }
}

/** Made, and written to, before something long begins whose result is to go there. */
export const prepareFolder = (folder: string): Promise<void> =>
  inWords(folder, async () => {
    await mkdir(folder, { recursive: true })
    const probe = join(folder, '.part')
    await (await open(probe, 'w')).close()
    await rm(probe)
  })

/** Under another name until it is whole. */
const writeWhole = (path: string, write: (target: FileHandle) => Promise<void>): Promise<void> =>
  inWords(path, () => writeThenName(path, write))

async function writeThenName(path: string, write: (target: FileHandle) => Promise<void>): Promise<void> {
  const part = `${path}.part`
  await mkdir(dirname(path), { recursive: true })
  const target = await open(part, 'w')
  try {
    await write(target)
    await target.close()
    await rename(part, path)
  } catch (error) {
    await target.close().catch(() => {})
    await rm(part, { force: true })
    throw error
  }
}
