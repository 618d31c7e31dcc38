/** @file Values as Python writes them. */

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

export function py(value: Plain): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return number(value)
  // JSON's escapes are among Python's; what lies beyond the basic plane comes as itself.
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(py).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, entry]) => `${py(key)}: ${py(entry)}`)
    .join(', ')}}`
}

/** Without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
const number = (value: number): string => String(Number(value.toPrecision(12)))
