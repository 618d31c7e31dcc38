/** @file What is wrong with a value of the form, in few words: it stands under the field. */

export const problems = {
  chooseOne: 'Choose at least one',
  atLeast: (least: string) => `At least ${least}`,
  above: (limit: string) => `Must be above ${limit}`,
  atMost: (most: string) => `At most ${most}`,
  below: (limit: string) => `Must be below ${limit}`,
  whole: 'A whole number is needed',
  number: 'A number is needed',
  atMostBatch: (size: number) => `At most the batch size, ${size}`,
} as const
