/** @file The versions that an exported folder asks for: the field names in it are theirs. */

/** Versions that the fields were read from and that were run together. */
export const VERSIONS = {
  trl: '1.13.0',
  transformers: '5.18.0',
  peft: '0.21.0',
  accelerate: '1.15.0',
  datasets: '5.0.1',
  torch: '2.14.1',
} as const

/** For ZeRO-3 alone; not run with the others. */
export const DEEPSPEED = '0.19.5'

export const requirements = (): string =>
  `${Object.entries(VERSIONS)
    .map(([name, version]) => `${name}==${version}\n`)
    .join('')}# For accelerate/zero3.yaml alone:\n# deepspeed==${DEEPSPEED}\n`
