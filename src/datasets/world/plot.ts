/** @file What the plot of a story is. */

export type Ending = 'happy' | 'plain' | 'sad'

export interface Plot {
  about: 'toy' | 'pet'
  open: readonly string[]
  trouble: readonly string[]
  attempt: readonly string[]
  end: Readonly<Record<Ending, readonly string[]>>
}
