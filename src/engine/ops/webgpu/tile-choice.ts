/**
 * @file Which tile products use on this adapter: found by a short trial, because no one shape is good on all (a shape
 * that wins on one GPU reaches a third of its speed on another).
 */
import type * as tf from '@tensorflow/tfjs-core'
import { type EngineWebGPUBackend, webgpuBackend } from '../../backend/webgpu-backend'
import { productGroups, productKernel } from './product-kernel'
import { output, runKernel, setRate } from './run-kernel'
import { type AdapterTraits, largeTileFor, type Tile, tileName, tilesFor } from './tiles'

export interface TileChoice {
  tile: Tile
  traits: AdapterTraits
  /** Floating-point operations a second in the trial; null where a choice was given instead. */
  rate: number | null
}

const choices = new WeakMap<EngineWebGPUBackend, TileChoice>()

function choice(): TileChoice {
  const known = choices.get(webgpuBackend())
  if (!known) throw new Error('no tile was chosen for this device')
  return known
}

export const adapterTraits = (): AdapterTraits => choice().traits

/** A product of so many multiplications keeps a large tile busy. */
const LARGE = 1 << 21

/** The tile for a product of these sizes; `isReady` says whether a kernel with a tile can be run at once. */
export function tileForSizes(m: number, n: number, k: number, isReady: (tile: Tile) => boolean): Tile {
  const { tile, traits } = choice()
  const large = m * n * k >= LARGE ? largeTileFor(traits) : null
  return large && isReady(large) ? large : tile
}

/** Without a trial; tests use it to run what the adapter at hand would not choose. */
export function chooseTile(tile: Tile, traits: AdapterTraits): void {
  choices.set(webgpuBackend(), { tile, traits, rate: null })
}

/** Sides of the trial's matrices: small enough for a software adapter, doubled until a timing means something. */
const SMALLEST = 128
const LARGEST = 2048
/** Shorter timings are noise. */
const ENOUGH_MS = 4
const REPEATS = 5

/**
 * Chooses a tile for the backend in use.
 *
 * @param known The name of a tile that an earlier trial chose on this adapter; anything else is tried anew.
 */
export async function findBestTile(traits: AdapterTraits, known?: string): Promise<TileChoice> {
  const backend = webgpuBackend()
  const remembered = tilesFor(traits).find((tile) => tileName(tile) === known)
  const candidates = remembered ? [remembered] : tilesFor(traits)
  chooseTile(candidates[0]!, traits)
  let best: TileChoice = { tile: candidates[0]!, traits, rate: 0 }
  let side = SMALLEST
  for (const tile of candidates) {
    let trial = await timeTile(backend, tile, side)
    // The first candidate settles the size for all.
    while (tile === candidates[0] && trial.milliseconds < ENOUGH_MS && side < LARGEST) {
      side *= 2
      trial = await timeTile(backend, tile, side)
    }
    if (trial.rate > best.rate!) best = { tile, traits, rate: trial.rate }
  }
  choices.set(backend, best)
  setRate(best.rate!)
  return best
}

async function timeTile(backend: EngineWebGPUBackend, tile: Tile, side: number) {
  const finish = { bias: false, activation: null, slope: null, residual: false, scale: false, accumulate: false }
  const kernel = productKernel({ order: 'nn', tile, lanes: 4, ragged: false, halfB: null, finish })
  const matrices = [0, 1, 2].map(() => output<tf.Tensor2D>([side, side]))
  const unit = tile.kind === 'broadcast' ? side : side / 4
  const sizes = [side, side, side, unit, 0, side / 4, 0, side / 4, 0]
  let milliseconds = Number.POSITIVE_INFINITY
  // One more than counted: the first compiles.
  for (let i = 0; i <= REPEATS; i++) {
    await backend.queue.onSubmittedWorkDone()
    const begun = performance.now()
    runKernel(kernel, matrices.slice(0, 2), [matrices[2]!], sizes, productGroups(tile, side, side))
    backend.submit()
    await backend.queue.onSubmittedWorkDone()
    if (i > 0) milliseconds = Math.min(milliseconds, performance.now() - begun)
  }
  for (const matrix of matrices) matrix.dispose()
  return { milliseconds, rate: (2 * side ** 3) / (milliseconds / 1000) }
}
