/**
 * @file The shapes in which a matrix product may be cut up, from which a trial chooses for each adapter.
 *
 * `registers`: each thread loads what it needs for its own block of the result. `shared`: a workgroup loads blocks of
 * both factors into its memory first. `broadcast`: four threads in step (a subgroup of 4, as software adapters have)
 * load four different numbers of A each and hand them round, which spares three loads out of four.
 */
export interface Tile {
  readonly kind: 'registers' | 'shared' | 'broadcast'
  /** The block of one thread. */
  readonly rows: number
  readonly columns: number
  /** Threads of a workgroup along columns and rows. */
  readonly across: number
  readonly down: number
}

const tile = (kind: Tile['kind'], rows: number, columns: number, across: number, down: number): Tile => ({
  kind,
  rows,
  columns,
  across,
  down,
})

export const tileName = ({ kind, rows, columns, across, down }: Tile): string =>
  `${kind}-${rows}x${columns}-${across}x${down}`

/** Any adapter runs it; for sizes that do not come in fours there is only this. */
export const PLAIN_TILE = tile('registers', 4, 4, 8, 8)

const BROADCAST_TILE = tile('broadcast', 16, 8, 4, 1)
const LARGE_BROADCAST_TILE = tile('broadcast', 32, 16, 4, 1)
const SOFTWARE_TILE = tile('registers', 8, 8, 4, 4)

const GPU_TILES = [
  tile('shared', 8, 8, 8, 8),
  tile('shared', 4, 4, 16, 16),
  tile('shared', 8, 4, 16, 8),
  tile('registers', 4, 4, 8, 8),
  tile('registers', 4, 8, 8, 8),
  tile('registers', 8, 8, 8, 8),
]

export interface AdapterTraits {
  /** Fewest threads that a subgroup may have; 0 where subgroups cannot be used. */
  smallestSubgroup: number
  /** Every subgroup has that many. */
  oneSubgroupSize: boolean
  software: boolean
}

const isBroadcasting = ({ smallestSubgroup, oneSubgroupSize, software }: AdapterTraits): boolean =>
  software && oneSubgroupSize && smallestSubgroup === 4

/** Shapes worth trying on an adapter; the first is taken where nothing was tried. */
export function tilesFor(traits: AdapterTraits): readonly Tile[] {
  if (!traits.software) return GPU_TILES
  // Always the same one wins there, and compiling the others takes longer than a step of training.
  return [isBroadcasting(traits) ? BROADCAST_TILE : SOFTWARE_TILE]
}

/**
 * A shape for large products that is faster still, but takes most of a second to compile: worth it in the background.
 * Both add in the same order, so it makes no difference to a run when it comes.
 */
export function largeTileFor(traits: AdapterTraits): Tile | null {
  return isBroadcasting(traits) ? LARGE_BROADCAST_TILE : null
}
