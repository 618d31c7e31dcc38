/** @file What a plot is made of: lines that stay, and a frame of values that is read anew at each redraw. */
import type { ColorName } from '../theme'
import type { NumberStyle } from './number-format'

/** Anything that tells of its changes; a run's figures, mostly. */
export interface PlotSource {
  subscribe: (listener: () => void) => () => void
  version: number
}

export interface PlotLine {
  /** Metric it shows: what highlighting goes by. */
  id: string
  /** Full name, for tables and readers of the screen. */
  name: string
  /** Short name at the line's end; none for a line that needs no telling apart. */
  label?: string
  color: ColorName
  dash?: number[]
  width?: number
  alpha?: number
  /** A mark at every value, with the colour a second way to tell the sides apart. */
  mark?: 'circle' | 'square'
  /** `line` joins the values, `marks` leaves them apart, `bars` stands them on zero; `nothing`: for the table alone. */
  draw?: 'line' | 'marks' | 'bars' | 'nothing'
  /** The raw curve behind a smoothed one: no label, no value beside the title; the table and copies hold its values. */
  shadow?: boolean
  /** How its values were calmed: the weight of a moving average, or the mean of the last ones. */
  smoothed?: number | 'recent'
  /** Name of the run, where the line is another run's behind the one that is shown. */
  run?: string
  /** The line does not run across the edges of bands: what it measures starts anew there. */
  breaks?: boolean
}

export interface PlotTarget {
  value: number
  label: string
  /** `y` is a horizontal line, the usual; `x` a vertical one. */
  axis?: 'y' | 'x'
  color?: ColorName
  /** A thin whole line: zero, or chance, rather than something aimed at. */
  solid?: boolean
  /** The axis reaches out to it even where the data does not. */
  include?: boolean
}

export interface PlotBand {
  from: number
  to: number
  label: string
}

/** null is a gap, undefined a place where this line has nothing to say. */
export type PlotValues = (number | null | undefined)[]

export interface PlotFrame {
  x: ArrayLike<number>
  /** One for each line. */
  ys: PlotValues[]
  /** Where absent, the data's own. */
  xRange?: [number, number]
  /** The axis of y reaches over this, too: where the plot shows one moment of many and must not jump. */
  yRange?: [number, number]
  targets?: PlotTarget[]
  /** Bars stand on zero. */
  fromZero?: boolean
  bands?: PlotBand[]
}

export interface PlotReadout {
  /** Where the cursor stands; null when it is away and the values are the last ones. */
  x: number | null
  /** One for each line, shadows included. */
  values: (number | null)[]
}

export interface PlotOptions {
  lines: readonly PlotLine[]
  frame: () => PlotFrame
  /** Said by the screen reader for the cursor. */
  title: string
  xName: string
  /** `named` prints the name of x too, where it is not the step that all plots share. Hidden in small plots unless asked. */
  xAxis?: 'hidden' | 'plain' | 'named'
  numbers?: NumberStyle
  scale?: 'linear' | 'asinh'
  /** Values cannot leave this range: shares, correlations. */
  limits?: [number, number]
  /** Plots with the same key share their cursor. */
  sync?: string
  /** No x axis, smaller type: a small multiple. */
  compact?: boolean
  /** Drawn faint: a recorded run. */
  faint?: boolean
  highlight?: string | null
  onHighlight?: ((id: string | null) => void) | undefined
  onReadout?: ((readout: PlotReadout) => void) | undefined
  /** Where the cursor stands in the plot that is pointed at; null when it is away. */
  onCursor?: ((x: number | null) => void) | undefined
}
