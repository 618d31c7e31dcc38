/** @file What every part of the bench is given. */
import type { Browser } from 'playwright'
import type { Options } from '../options'

export interface Context {
  browser: Browser
  options: Options
  /** Addresses of the bench's page: where wasm has one thread, and where it may have several. */
  plain: string
  isolated: string
  /** WebGPU runs on the processor here. */
  software: boolean
}
