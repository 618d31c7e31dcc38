/** @file A drawing as a picture of pixels: the SVG itself, painted. */

/** Twice as fine as the page's pixels: sharp on paper and on slides. */
const FINENESS = 2

export async function svgToPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * FINENESS
    canvas.height = image.naturalHeight * FINENESS
    const pen = canvas.getContext('2d')!
    pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}
