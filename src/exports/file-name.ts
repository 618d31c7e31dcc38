/** @file A name that every file system takes. */

/** Names of devices, which Windows takes for no file, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
const LONGEST = 80

/** Letters of any script with their marks, and digits, stay, all else becomes a hyphen. */
export const fileName = (name: string): string => {
  const plain = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._]+/gu, '-')
  // By letters: half of one is none.
  const short = [...plain.replaceAll(/^[-.]+/g, '')].slice(0, LONGEST).join('')
  return short.replaceAll(/[-.]+$/g, '').replace(RESERVED, '$1-') || 'run'
}
