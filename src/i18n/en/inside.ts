/** @file Words of what goes on inside: tokens, objective, distributions. */

export const inside = {} as const
