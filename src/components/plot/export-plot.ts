/** @file Saves a plot of the page as a picture. */
import { saveFile } from '../../client/save-file'
import { configLine } from '../../exports/config-line'
import { fileName } from '../../exports/file-name'
import { words } from '../../i18n/words'
import type { KeptRun } from '../../protocol/kept-run'
import { svgToPng } from './export-png'
import { plotSvg, type SvgPlot } from './export-svg'
import type { PlotLine } from './plot-types'

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

/** What was done to the values that are drawn; absent where they are as they were measured. */
export function smoothingOf(lines: readonly PlotLine[]): string | undefined {
  const text = words.charts.picture
  const ways = new Set(lines.flatMap(({ smoothed }) => (smoothed === undefined ? [] : [smoothed])))
  if (ways.size === 0) return undefined
  const told = [...ways].map((way) => (way === 'recent' ? text.recent : text.smoothed(way)))
  if (lines.some(({ shadow, draw }) => shadow && draw !== 'nothing')) told.push(text.thin)
  return told.join('; ')
}

export async function savePicture(plot: SvgPlot, form: PictureForm, run: KeptRun | null): Promise<void> {
  const caption = [captionOf(run), smoothingOf(plot.lines)].filter((part) => part !== undefined).join(' · ')
  const svg = plotSvg({ ...plot, caption })
  await saveSvg(svg, form, run ? `${run.info.name} ${plot.title}` : plot.title)
}

export async function saveSvg(svg: string, form: PictureForm, name: string): Promise<void> {
  const blob = form === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await svgToPng(svg)
  saveFile(`${fileName(name)}.${form}`, blob)
}
