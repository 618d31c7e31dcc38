/** @file Words of the frame around lessons; their texts lie beside it. */

export const lessons = {} as const
