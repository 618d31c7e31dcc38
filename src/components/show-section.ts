/** @file Brings a section of the controls into sight: in its column, or in the sheet that holds it on a narrow page. */
import { openSheet } from '../store/ui-store'

export function showSection(name: 'data'): void {
  const section = document.getElementById(`section-${name}`)
  if (!section) openSheet('settings')
  section?.scrollIntoView({ block: 'nearest' })
  section?.querySelector<HTMLElement>('button, select')?.focus()
}
