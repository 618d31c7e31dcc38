/** @file Copies a line that stands in a field; where the page may not, the line is left selected for the person to copy. */

/** True when it was copied. */
export async function copyText(field: HTMLInputElement): Promise<boolean> {
  try {
    // Not there over plain http.
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    field.focus()
    field.select()
    // Old, and all that there is without a secure address.
    return document.execCommand('copy')
  }
}
