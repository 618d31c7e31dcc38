/** @file Pieces of WGSL that all product kernels are put together from. */

export const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
export const each = (n: number, text: (i: number) => string, joint = '\n'): string => count(n).map(text).join(joint)

/** Sums of a thread: c{row}_{group of 4 columns}. */
export const declareSums = (rows: number, groups: number) =>
  each(rows, (r) => each(groups, (j) => `var c${r}_${j} = vec4f();`, ' '))
export const storeSums = (rows: number, groups: number, column: (j: number) => string) =>
  each(rows, (r) => each(groups, (j) => `store(row + ${r}u, ${column(j)}, c${r}_${j});`, ' '))
