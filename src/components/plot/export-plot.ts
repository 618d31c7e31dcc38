/** @file Saves a plot of the page as a picture. */
import { saveFile } from '../../client/save-file'
import { configLine } from '../../exports/config-line'
import { fileName } from '../../exports/file-name'
import type { KeptRun } from '../../protocol/kept-run'
import { svgToPng } from './export-png'
import { plotSvg, type SvgPlot } from './export-svg'

export type PictureForm = 'png' | 'svg'

/** Which run a picture shows. */
export const captionOf = (run: KeptRun | null): string | undefined =>
  run ? `${run.info.name} · ${configLine(run.info.config)}` : undefined

/** Whose picture it is. */
export interface PictureAbout {
  /** In small print. */
  caption?: string | undefined
  /** Stands before the title in the file's name. */
  of?: string | undefined
}

export const aboutRun = (run: KeptRun | null): PictureAbout => ({ caption: captionOf(run), of: run?.info.name })

export async function savePicture(plot: SvgPlot, form: PictureForm, run: KeptRun | null): Promise<void> {
  const svg = plotSvg({ ...plot, caption: captionOf(run) })
  await saveSvg(svg, form, run ? `${run.info.name} ${plot.title}` : plot.title)
}

export async function saveSvg(svg: string, form: PictureForm, name: string): Promise<void> {
  const blob = form === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await svgToPng(svg)
  saveFile(`${fileName(name)}.${form}`, blob)
}
