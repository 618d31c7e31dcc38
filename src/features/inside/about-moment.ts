/** @file What a picture of one moment says of itself: which run, and at which step. */
import { aboutRun, type PictureAbout } from '../../components/plot/export-plot'
import { words } from '../../i18n/words'
import type { KeptRun } from '../../protocol/kept-run'

export function aboutMoment(run: KeptRun | null, step: number | null): PictureAbout {
  const { caption, of } = aboutRun(run)
  return {
    of,
    caption: caption !== undefined && step !== null ? `${caption} · ${words.inside.time.step(step)}` : caption,
  }
}
