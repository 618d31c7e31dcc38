/**
 * @file GPU buffers by size, used again instead of made anew; in place of tfjs's own manager, which never gives memory
 * back and searches a list on every release.
 *
 * A released buffer may be handed out at once: the queue runs commands in order, so what still reads it comes first.
 * Only a write from the processor would overtake commands that are recorded but not yet submitted; for that there is
 * `acquireForWrite`.
 */

/** The part of GPUDevice that is used. */
interface BufferSource {
  createBuffer(descriptor: { size: number; usage: number; mappedAtCreation?: boolean }): GPUBuffer
}

interface Free {
  buffer: GPUBuffer
  /** The submit that was being recorded when the buffer was released. */
  released: number
}

/** Free memory beyond what was lately in use at once: room for buffers whose size is not asked for at that moment. */
const KEEP_FREE = 32 * 1024 * 1024
/** What was in use is forgotten by this share with every submit: a step has some, a second about ten. */
const FORGET = 1 / 64

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

  constructor(private readonly device: BufferSource) {}

  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    const known = reuse && !mappedAtCreation ? this.lists.get(keyOf(size, usage))?.pop() : undefined
    return this.take(size, usage, known, mappedAtCreation)
  }

  /** A buffer that no recorded command mentions, for `queue.writeBuffer`. */
  acquireForWrite(size: number, usage: number): GPUBuffer {
    const list = this.lists.get(keyOf(size, usage))
    const known = list?.[0] && list[0].released < this.submits ? list.shift() : undefined
    return this.take(size, usage, known, false)
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    const { size, usage } = buffer
    this.used -= 1
    this.numBytesUsed -= size
    if (!reuse) {
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
    this.numBytesAllocated += size
    return this.device.createBuffer({ size, usage, mappedAtCreation })
  }

  /** Gives free buffers back, longest unused first, until `size` bytes more are no longer too much. */
  private makeRoom(size: number): void {
    const limit = this.mark + KEEP_FREE - size
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
