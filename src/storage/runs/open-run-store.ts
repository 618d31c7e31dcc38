/** @file The runs of this browser, or of this visit where the browser keeps nothing. */
import { openDatabase } from '../database'
import { createDatabaseRunStore, createMemoryRunStore, type RunStore } from './run-store'

export async function openRunStore(open = openDatabase): Promise<RunStore> {
  try {
    return createDatabaseRunStore(await open())
  } catch (error) {
    console.warn('This browser keeps nothing, so runs last as long as the page.', error)
    return createMemoryRunStore()
  }
}
