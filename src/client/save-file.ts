/** @file Hands bytes to the person as a download. */

export function saveFile(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken hold of the bytes once the click is done.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
