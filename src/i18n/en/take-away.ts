/** @file Words of taking figures, plots, reports and folders along. */

export const takeAway = {} as const
