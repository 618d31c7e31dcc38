/** @file The split that a file of a data set belongs to, by its name and folders, as the Hub's own naming has it. */

/** Words for the three usual splits, and the name that each goes by. */
const WORDS: Record<string, string> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
  evaluation: 'test',
}
const WORD = `(?:${Object.keys(WORDS).join('|')})`
/** `train_prefs-00000-of-00002`, and with a hash behind as older uploads have it. */
const NUMBERED = /^(.+?)-\d{4,5}-of-\d{4,5}(?:-[0-9a-f]+)?$/i
/** `0000`, `part-1`: a part of what the folder is named after. */
const PART = /^(?:(?:part|shard|chunk|data)?[-_.]?\d+|data)$/i
/** `train_1`, `train-part2`, `test0003`: a part of a split with a usual name. */
const PART_OF_WORD = new RegExp(`^(${WORD})[-_.]?(?:part|shard|chunk)?[-_.]?\\d+$`, 'i')
/** Set apart by anything but letters. */
const CONTAINED = new RegExp(`(?:^|[^a-z])(${WORD})(?:[^a-z]|$)`, 'i')
const LEADING = new RegExp(`^(${WORD})(?![a-z])(.*)$`, 'i')

/** `rest` are the folders that do not name the split. A file that names none belongs to `train`. */
export function splitOf(stem: string, folders: string[]): { split: string; rest: string[] } {
  const numbered = NUMBERED.exec(stem)
  if (numbered) return { split: usual(numbered[1]!), rest: folders }
  const parent = folders.at(-1)
  if (PART.test(stem) && parent !== undefined) return { split: usual(parent), rest: folders.slice(0, -1) }
  const part = PART_OF_WORD.exec(stem)
  if (part) return { split: usual(part[1]!), rest: folders }
  if (LEADING.test(stem)) return { split: usual(stem), rest: folders }
  const inside = CONTAINED.exec(stem)
  if (inside) return { split: usual(inside[1]!), rest: folders }
  const at = folders.findLastIndex((folder) => LEADING.test(folder))
  if (at >= 0) return { split: usual(folders[at]!), rest: folders.filter((_, i) => i !== at) }
  return { split: 'train', rest: folders }
}

/** One name for `training_prefs` and `train_prefs`; the Hub calls a conversion that was cut short `partial-train`. */
function usual(name: string): string {
  const whole = name.replace(/^partial-/, '')
  const leading = LEADING.exec(whole)
  return leading ? WORDS[leading[1]!.toLowerCase()]! + leading[2] : whole
}
