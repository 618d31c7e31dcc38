/** @file Whole safetensors files for tests: sound ones read at once, and ones with any header at all. */
import { openSafetensors } from '../../src/engine/checkpoint/safetensors'
import type { HostTensor } from '../../src/engine/checkpoint/stored-tensor'
import { fileOf } from '../../src/protocol/folder'

/** All tensors of a file in single precision, in the order of its header. */
export async function tensorsOf(bytes: Uint8Array): Promise<Map<string, HostTensor>> {
  const file = await openSafetensors(fileOf(bytes))
  const tensors = new Map<string, HostTensor>()
  for (const name of file.entries.keys()) {
    const stored = await file.read(name)
    tensors.set(name, { shape: stored.shape, values: stored.floats() })
  }
  return tensors
}

/** A file from a header, or from its raw text, and this many bytes of data. */
export function fileWithHeader(header: unknown, dataBytes = 8): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}

/** A sound file of tensors of any types, their bytes given. */
export function fileOfTypes(
  tensors: Record<string, { dtype: string; shape: number[]; data: Uint8Array }>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {}
  let at = 0
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + data.length] }
    at += data.length
  }
  const bytes = fileWithHeader(header, at)
  let to = bytes.length - at
  for (const { data } of Object.values(tensors)) {
    bytes.set(data, to)
    to += data.length
  }
  return bytes
}
