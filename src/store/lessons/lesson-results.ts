/** @file Fetches what was measured for a lesson. A file that is not there leaves its arms unmeasured. */
import type { ComparisonResults, LessonArm, LessonResults } from '../../protocol/lesson'

/** A comparison keeps the last evaluation alone; its arms are called after it, as their recordings are. */
const isComparison = (value: LessonResults | ComparisonResults): value is ComparisonResults => 'results' in value

export function armsOf(value: LessonResults | ComparisonResults): LessonArm[] {
  if (!isComparison(value)) return value.arms
  return value.results.map(({ name, runs }) => ({
    file: `${value.name}-${name}`,
    runs: runs.map(({ seed, metrics }) => ({ seed, points: [{ step: 0, metrics, contingency: null }] })),
  }))
}

async function fetchArms(address: string, fetcher: typeof fetch): Promise<LessonArm[]> {
  try {
    const response = await fetcher(address)
    if (response.ok) return armsOf((await response.json()) as LessonResults | ComparisonResults)
    console.warn(`${address} answered ${response.status}: nothing measured from there.`)
  } catch (error) {
    // No network, or a server that answers every address with a page.
    console.warn(`${address} could not be read as results: nothing measured from there.`, error)
  }
  return []
}

/** All arms of these files. Where two files measured the same arm, the first counts. */
export async function fetchResults(addresses: readonly string[], fetcher: typeof fetch = fetch): Promise<LessonArm[]> {
  const arms = (await Promise.all(addresses.map((address) => fetchArms(address, fetcher)))).flat()
  return arms.filter((arm, i) => arms.findIndex(({ file }) => file === arm.file) === i)
}
