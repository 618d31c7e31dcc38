/**
 * @file GPU buffers by size, used again instead of made anew; in place of tfjs's own manager, which never gives memory
 * back and searches a list on every release.
 *
 * A released buffer may be handed out at once: the queue runs commands in order, so what still reads it comes first.
 * Only a write from the processor would overtake commands that are recorded but not yet submitted; for that there is
 * `acquireForWrite`.
 *
 * That there is no memory for a buffer is known only later, and what used it has failed without a word. So it is noted,
 * and told at the next occasion.
 */
import type { AppError } from '../../protocol/errors'
import { outOfMemory } from './memory-limits'

/** The part of GPUDevice that is used. */
interface BufferSource {
  createBuffer(descriptor: { size: number; usage: number; mappedAtCreation?: boolean }): GPUBuffer
  pushErrorScope(filter: 'out-of-memory'): void
  popErrorScope(): Promise<object | null>
}

interface Free {
  buffer: GPUBuffer
  /** The submit that was being recorded when the buffer was released. */
  released: number
}

/** Free memory beyond what was lately in use at once: room for buffers whose size is not asked for at that moment. */
const KEEP_FREE = 32 * 1024 * 1024
/** The same as a share of it: a large model's step would else make a few buffers anew each time. */
const KEEP_SHARE = 1 / 16
/** What was in use is forgotten by this share with every submit: a step has some, a second about ten. */
const FORGET = 1 / 64

/** Of buffers from this size on it is asked whether there was memory for them: few, and it is they that fail. */
const LARGE = 64 * 1024 * 1024

export class BufferPool {
  /** As tfjs names them: bytes of tensors, and of all buffers. */
  numBytesUsed = 0
  numBytesAllocated = 0
  private used = 0
  private free = 0
  /** By size and usage, in the order of their last use. */
  private readonly lists = new Map<string, Free[]>()
  private submits = 0
  /** What was in use at once, lately. */
  private mark = 0
  /** Buffers that there was no memory for. */
  private readonly missing = new WeakSet<GPUBuffer>()
  private failure: AppError | null = null
  /** There was no memory for some buffer: the device's complaints of what used it say nothing new. */
  hasMissed = false

  constructor(private readonly device: BufferSource) {}

  /** @throws AppError `device/out-of-memory`, once, when there was no memory for a buffer of before. */
  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    this.check()
    const known = reuse && !mappedAtCreation ? this.lists.get(keyOf(size, usage))?.pop() : undefined
    return this.take(size, usage, known, mappedAtCreation)
  }

  /** A buffer that no recorded command mentions, for `queue.writeBuffer`. */
  acquireForWrite(size: number, usage: number): GPUBuffer {
    this.check()
    const list = this.lists.get(keyOf(size, usage))
    const known = list?.[0] && list[0].released < this.submits ? list.shift() : undefined
    return this.take(size, usage, known, false)
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    const { size, usage } = buffer
    this.used -= 1
    this.numBytesUsed -= size
    if (!reuse || this.missing.has(buffer)) {
      buffer.destroy()
      this.numBytesAllocated -= size
      return
    }
    const key = keyOf(size, usage)
    const list = this.lists.get(key) ?? []
    // Set anew, so that the map's first key is the one that was not wanted for longest.
    this.lists.delete(key)
    this.lists.set(key, list)
    list.push({ buffer, released: this.submits })
    this.free += 1
  }

  /** Throws what has failed since the last time, as `acquireBuffer` does. */
  check(): void {
    const { failure } = this
    this.failure = null
    if (failure) throw failure
  }

  /** What was recorded is on its way: all free buffers may be written or destroyed. */
  submitted(): void {
    this.submits += 1
    this.mark -= FORGET * (this.mark - this.numBytesUsed)
    this.makeRoom(0)
  }

  getNumUsedBuffers(): number {
    return this.used
  }

  getNumFreeBuffers(): number {
    return this.free
  }

  dispose(): void {
    for (const list of this.lists.values()) for (const { buffer } of list) buffer.destroy()
    this.lists.clear()
    this.free = 0
  }

  private take(size: number, usage: number, known: Free | undefined, mappedAtCreation: boolean): GPUBuffer {
    this.used += 1
    this.numBytesUsed += size
    this.mark = Math.max(this.mark, this.numBytesUsed)
    if (known) {
      this.free -= 1
      return known.buffer
    }
    this.makeRoom(size)
    const held = this.numBytesAllocated
    this.numBytesAllocated += size
    if (size < LARGE) return this.device.createBuffer({ size, usage, mappedAtCreation })
    this.device.pushErrorScope('out-of-memory')
    const buffer = this.device.createBuffer({ size, usage, mappedAtCreation })
    this.device.popErrorScope().then(
      (error) => error && this.noteMissing(buffer, outOfMemory('The GPU', size, held)),
      // The device is gone, which is told elsewhere.
      () => {},
    )
    return buffer
  }

  private noteMissing(buffer: GPUBuffer, failure: AppError): void {
    this.failure ??= failure
    this.hasMissed = true
    this.missing.add(buffer)
    const list = this.lists.get(keyOf(buffer.size, buffer.usage))
    const place = list?.findIndex((free) => free.buffer === buffer) ?? -1
    if (place < 0) return
    list!.splice(place, 1)
    this.free -= 1
    this.numBytesAllocated -= buffer.size
  }

  /** Gives free buffers back, longest unused first, until `size` bytes more are no longer too much. */
  private makeRoom(size: number): void {
    const limit = this.mark + Math.max(KEEP_FREE, KEEP_SHARE * this.mark) - size
    for (const [key, list] of this.lists) {
      while (this.numBytesAllocated > limit && list[0] && list[0].released < this.submits) {
        const { buffer } = list.shift()!
        this.numBytesAllocated -= buffer.size
        this.free -= 1
        buffer.destroy()
      }
      if (list.length === 0) this.lists.delete(key)
      if (this.numBytesAllocated <= limit) return
    }
  }
}

const keyOf = (size: number, usage: number): string => `${size}/${usage}`
