/** @file What a product kernel is asked to do: order of factors, tile, and what becomes of the result. */
import type { GeluForm } from '../gelu'
import type { HalfFormat } from '../half'
import type { Order } from '../product-options'
import type { Tile } from './tiles'

/** What becomes of A·B on its way to memory, in this order. */
export interface Finish {
  bias: boolean
  /** Keeps the value of here, and stores its activation (`out`) beside it. */
  activation: GeluForm | null
  /** Multiplies with the slope of the activation at the value that was kept, and puts the activation in its place. */
  slope: GeluForm | null
  residual: boolean
  /** Multiplies A·B with a number, before anything else. */
  scale: boolean
  /** Adds to what `out` holds. */
  accumulate: boolean
}

export interface ProductSpec {
  order: Order
  tile: Tile
  /** 4, or 1 for sizes that do not come in fours. */
  lanes: 4 | 1
  /** The sum's length is not a multiple of 4 (only `nn` minds). */
  ragged: boolean
  /** B holds 16-bit floats, two in each word. Every adapter can unpack them: it takes no `shader-f16`. */
  halfB: HalfFormat | null
  finish: Finish
}
