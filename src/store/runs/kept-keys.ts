/** @file How runs are told apart where they are drawn: one's own by id, recordings by file. */

const OWN = 'kept:'

/** What the session calls a run of one's own that is shown again; recordings it calls by their file. */
export const ownFile = (id: string): string => `${OWN}${id}`

/** The id of a run of one's own; null for a recording from beside the page. */
export const ownId = (file: string): string | null => (file.startsWith(OWN) ? file.slice(OWN.length) : null)

/** Key of a recording among overlays. */
export const recordingKey = (file: string): string => `recording:${file}`

/** Key under which the run of a file is drawn: among overlays, and as the one that is shown. */
export const overlayKey = (file: string): string => ownId(file) ?? recordingKey(file)
