/** @file A phone has neither the memory nor the power to train: it shows recorded runs and starts no worker. */
export const isPhone = (): boolean => matchMedia('(pointer: coarse) and (max-width: 600px)').matches
