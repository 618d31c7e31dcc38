/** @file Fetches recordings that lie beside the page, in `runs/`: their list, and one of them. */
import { eventsInTime, type RecordedRun, type RecordedRunEntry } from '../protocol/recorded-run'

/** The page works without recordings, so what went wrong is told to the console alone. */
async function fetchJson(file: string, fetcher: typeof fetch): Promise<unknown> {
  const address = `runs/${file}`
  try {
    const response = await fetcher(address)
    if (response.ok) return await response.json()
    console.warn(`${address} answered ${response.status}: no recorded run from there.`)
  } catch (error) {
    // No network, or a server that answers every address with a page.
    console.warn(`${address} could not be read as JSON: no recorded run from there.`, error)
  }
  return null
}

/** Null when there is none, or when it is not a recording. */
export async function fetchRecordedRun(file: string, fetcher: typeof fetch = fetch): Promise<RecordedRun | null> {
  const run = (await fetchJson(file, fetcher)) as RecordedRun | null
  if (run === null) return null
  if (run.version === 1 && Array.isArray(run.events)) return { ...run, events: eventsInTime(run.events) }
  console.warn(`runs/${file} is no recorded run of version 1.`)
  return null
}

/** The list of recordings; empty when there is none. */
export async function fetchRecordings(fetcher: typeof fetch = fetch): Promise<RecordedRunEntry[]> {
  const entries = await fetchJson('index.json', fetcher)
  if (entries === null) return []
  if (Array.isArray(entries)) return entries as RecordedRunEntry[]
  console.warn('runs/index.json is no list of recorded runs.')
  return []
}
