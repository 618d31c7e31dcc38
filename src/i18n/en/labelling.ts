/** @file Words of labelling pairs. */

export const labelling = {} as const
