/** @file All files of a drop, those inside of dropped folders too, each with its path from there. */

interface DroppedFile {
  path: string
  file: File
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** A reader hands a folder over in portions and says with an empty one that there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function filesIn(entry: FileSystemEntry, folder: string): Promise<DroppedFile[]> {
  const path = folder + entry.name
  if (entry.isFile) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }]
  // What begins with a dot belongs to tools: .git, .cache, .DS_Store.
  const inside = (await entriesOf(entry as FileSystemDirectoryEntry)).filter(({ name }) => !name.startsWith('.'))
  return (await Promise.all(inside.map((each) => filesIn(each, `${path}/`)))).flat()
}

/** To be called while the drop is handled: afterwards the browser forgets it. Throws where a file cannot be read. */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
  if (entries.length === 0) return [...transfer.files].map((file) => ({ path: file.name, file }))
  return (await Promise.all(entries.map((entry) => filesIn(entry, '')))).flat()
}
