/** @file The runs that are kept. */

export default function RunsPanel() {
  return null
}
