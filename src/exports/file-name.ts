/** @file A name that every file system takes. */

/** Letters of any script and digits stay, all else becomes a hyphen. */
export const fileName = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80) || 'run'
