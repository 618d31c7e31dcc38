/** @file Asks the browser not to clear what is kept. For the page: workers may not ask. */

/** Whether it is promised now. Some browsers ask the user, so do this when a person has started a download. */
export async function askForPersistence(): Promise<boolean> {
  try {
    if (await navigator.storage.persisted()) return true
    return (await navigator.storage.persist?.()) ?? false
  } catch {
    return false
  }
}
