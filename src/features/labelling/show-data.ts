/** @file Brings the section of data into sight: in its column, or in the sheet that holds it on a narrow page. */
import { openSheet } from '../../store/ui-store'

export function showData(): void {
  const section = document.getElementById('section-data')
  if (section) section.scrollIntoView({ block: 'nearest' })
  else openSheet('settings')
}
