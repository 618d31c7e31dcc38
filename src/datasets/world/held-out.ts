/** @file Which prompts are kept out of pretraining: a stable hash of what fills the prompt decides. */

const SHARE = 0.15

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  // FNV's high bits hardly depend on the last characters: mix once more.
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}

export const isHeldOut = (key: string): boolean => hash(key) / 2 ** 32 < SHARE

/** Draws until the key lies on the wanted side. */
export function drawWhere<T extends { key: string }>(draw: () => T, heldOut: boolean): T {
  for (;;) {
    const drawn = draw()
    if (isHeldOut(drawn.key) === heldOut) return drawn
  }
}
