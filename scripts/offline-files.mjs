/** Tells the service worker what the build consists of: a list and a version in front of its script. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

export const SERVICE_WORKER = 'service-worker.js'

/** Of the recordings, those that a first look needs; the others are kept once they were seen. */
const SMALL = 64 * 1024
const FIRST_RUN = 'runs/default.json'

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()

const PAGE = 'index.html'
/** For the host and for people: `_headers`, `.nojekyll`, licences. Under `assets/` a name may begin as it likes. */
const NOT_OF_PAGE = /^(?!assets\/)(.*\/)?[_.]|\.(md|map)$/

function isKept(file, bytes) {
  if (file === SERVICE_WORKER || NOT_OF_PAGE.test(file)) return false
  // Hosts answer for other pages under names of their own.
  if (file.endsWith('.html') && file !== PAGE) return false
  return !file.startsWith('runs/') || file === FIRST_RUN || bytes <= SMALL
}

/** The page itself is asked for by its folder. */
const asAsked = (file) => (file === PAGE ? '' : file)

/** The version changes with any byte of any file. */
export function listKept(folder) {
  const files = filesUnder(folder).filter((file) => isKept(file, statSync(join(folder, file)).size))
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(folder, file)))
  return { version: hash.digest('hex').slice(0, 12), files: files.map(asAsked) }
}

/** @returns {import('vite').Plugin} */
export function offlineFiles() {
  return {
    name: 'offline-files',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir }) {
        if (!dir) return
        const script = join(dir, SERVICE_WORKER)
        const list = JSON.stringify(listKept(dir))
        writeFileSync(script, `self.KEPT = ${list};\n${readFileSync(script, 'utf8')}`)
      },
    },
  }
}
