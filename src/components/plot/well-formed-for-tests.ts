/** @file Whether a text is XML, for tests that have no browser. */

/** Every tag that opens closes, in order: what an XML parser asks for first. */
export function isWellFormed(xml: string): boolean {
  const open: string[] = []
  const rest = xml.replace(/<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, (_, end, name, __, alone) => {
    if (end) {
      if (open.pop() !== name) throw new Error(`${name} ends where it is not open`)
    } else if (!alone) open.push(name)
    return ''
  })
  return open.length === 0 && !/[<>]/.test(rest) && !/&(?!#\d+;)/.test(xml)
}
