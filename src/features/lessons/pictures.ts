/** @file Turns measured arms into the lines of a lesson's plot. */
import type { PlotBand, PlotFrame, PlotLine, PlotValues } from '../../components/plot/plot-types'
import { runLook } from '../../components/plot/run-look'
import { words } from '../../i18n/words'
import type { LessonArm } from '../../protocol/lesson'
import { armName } from '../../store/lessons/lesson-control'
import type { PathPlot, SweepPlot } from './exhibits'
import { armOf, atEnd, FIGURES, overTime } from './figures'

export interface Picture {
  lines: PlotLine[]
  frame: PlotFrame
}

/** Medians joined, a mark for each seed; the settings are written at their places. */
export function sweepPicture(
  { figure, arms: files, group, behind, at }: SweepPlot,
  arms: readonly LessonArm[],
): Picture {
  const places = files.flatMap((file, i) => {
    const arm = armOf(arms, file)
    const medianOf = (name: string | undefined) => (name ? atEnd(arms, name, figure)?.median : null) ?? null
    return arm ? [{ arm, at: at[i]!, median: medianOf(file), behind: medianOf(behind?.arms[i]) }] : []
  })
  const { median, medianOf, short } = words.lessons.plots
  const seeds = [...new Set(places.flatMap(({ arm }) => arm.runs.map(({ seed }) => seed)))].sort((a, b) => a - b)
  const valueAt = (arm: LessonArm, seed: number): number | null => {
    const last = arm.runs.find((run) => run.seed === seed)?.points.at(-1)
    return last ? FIGURES[figure].read(last) : null
  }
  return {
    lines: [
      ...seeds.map(
        (seed): PlotLine => ({
          id: `seed-${seed}`,
          name: words.lessons.plots.seed(seed),
          color: 'base',
          draw: 'marks',
          mark: 'circle',
        }),
      ),
      ...(behind
        ? [
            {
              id: 'behind',
              name: medianOf(short[behind.id]),
              label: short[behind.id],
              ...runLook(0),
              mark: 'square' as const,
            },
          ]
        : []),
      group
        ? { id: 'median', name: medianOf(short[group]), label: short[group], color: 'policy' }
        : { id: 'median', name: median, color: 'policy' },
    ],
    frame: {
      x: places.map((place) => place.at.x),
      ys: [
        ...seeds.map((seed): PlotValues => places.map(({ arm }) => valueAt(arm, seed))),
        ...(behind ? [places.map((place) => place.behind)] : []),
        places.map((place) => place.median),
      ],
      xRange: rangeOf(at.map(({ x }) => x)),
      ...spanOf(places.flatMap((place) => [place.behind, ...seeds.map((seed) => valueAt(place.arm, seed))])),
      bands: bandsOf(at),
    },
  }
}

/** Narrower, an axis would make much of differences that are none. */
const LEAST_SPAN = 0.2

function spanOf(values: readonly (number | null)[]): Pick<PlotFrame, 'yRange'> {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return {}
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const air = Math.max(0, LEAST_SPAN - (high - low)) / 2
  return { yRange: [low - air, high + air] }
}

function rangeOf(xs: readonly number[]): [number, number] {
  const air = (Math.max(...xs) - Math.min(...xs)) * 0.1
  return [Math.min(...xs) - air, Math.max(...xs) + air]
}

/** A strip for each setting, with its name above. */
function bandsOf(at: SweepPlot['at']): PlotBand[] {
  const edges = at.slice(1).map(({ x }, i) => (x + at[i]!.x) / 2)
  const [first, last] = rangeOf(at.map(({ x }) => x))
  return at.map(({ label }, i) => ({ from: edges[i - 1] ?? first, to: edges[i] ?? last, label }))
}

/** Evaluations by distance: the places of one line are gaps in the others. */
export function pathPicture({ arms: files }: PathPlot, arms: readonly LessonArm[]): Picture {
  const paths = files.flatMap((file, i) => {
    const kls = overTime(arms, file, 'kl')
    const wins = overTime(arms, file, 'winRate')
    const points = kls.flatMap(({ step, spread }) => {
      const win = wins.find((point) => point.step === step)
      return win ? [{ x: Math.sqrt(Math.max(0, spread.median)), y: win.spread.median }] : []
    })
    return points.length > 0 ? [{ file, i, points }] : []
  })
  const x = [...new Set(paths.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b)
  return {
    lines: paths.map(
      ({ file, i }): PlotLine => ({
        id: file,
        name: armName(file),
        label: (words.lessons.plots.ends as Record<string, string>)[file] ?? armName(file),
        ...runLook(i),
        mark: 'circle',
      }),
    ),
    frame: {
      x,
      xRange: [0, (x.at(-1) ?? 1) * 1.04],
      // undefined says nothing at this place, so that a line goes on over it.
      ys: paths.map(({ points }) => x.map((at) => points.find((point) => point.x === at)?.y)),
      targets: [{ value: 0.5, label: '', solid: true, color: 'base' }],
    },
  }
}
