/** @file Words of sweeps. */

export const sweeps = {} as const
