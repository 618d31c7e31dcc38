/** @file Words of the list of runs, overlays and comparison. */

export const library = {} as const
