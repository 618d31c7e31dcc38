/** @file The browser's store: its own file system where there is one, and memory for what does not fit. */
import { type FallbackStore, withMemoryFallback } from './fallback-store'
import { createMemoryStore } from './memory-store'
import { openOpfsStore } from './opfs-store'

/** In a worker; elsewhere all files are kept in memory. */
export async function openBrowserStore(): Promise<FallbackStore> {
  const disk = await openOpfsStore()
  if (disk) return withMemoryFallback(disk)
  const memory = createMemoryStore()
  return { ...memory, dropMemory: memory.clear }
}
