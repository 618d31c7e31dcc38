/**
 * @file The matrix product in WebAssembly, after Goto and van de Geijn (2008): blocks of both factors are copied to
 * where the inner loop reads them in one direct run, and that loop holds a tile of the result in registers. Copying
 * also turns a factor that lies the other way, so Aᵀ·B and A·Bᵀ cost no more than A·B.
 */
import {
  type Assembly,
  type Code,
  during,
  f32,
  f32x4,
  i32,
  loop,
  type Routine,
  select,
  type Value,
  type Variable,
  when,
} from './assembler'
import { FLOAT, VECTOR } from './vectors'

/**
 * Of a tile. Its sums, a row of B and a column of A fill the sixteen registers of x86: V8 loads all factors of a turn
 * before it multiplies, so larger tiles, and turns that are unrolled, run at half the speed (measured).
 */
const ROWS = 4
const COLUMNS = 8
const GROUPS = COLUMNS / 4

/** Numbers along the inner dimension, rows of A and columns of B that are copied at a time. */
const INNER = 256
const TALL = 128
const WIDE = 512

const EDGE_BYTES = FLOAT * ROWS * COLUMNS
const A_BYTES = FLOAT * INNER * TALL
/** What a thread needs for itself. */
export const PRODUCT_SCRATCH = EDGE_BYTES + A_BYTES + FLOAT * INNER * WIDE

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const floats = (n: Value): Code => i32.mul(n, FLOAT)
const row = (base: Value, stride: Value, i: Value): Code => i32.add(base, i32.mul(stride, i))
const place = (base: Value, stride: Value, i: Value, j: Value): Code => i32.add(row(base, stride, i), floats(j))
/** `at`, or 0 where `base` is 0. */
const ifGiven = (base: Variable, at: Code): Code => select(at, 0, base)

export type ProductRoutine = ReturnType<typeof productRoutine>

/**
 * c = a·b + bias + residual, rows `from` to `to` of it, or columns where `byColumns` is not 0. Rows lie `…Row` bytes
 * apart; where `…Turned` is not 0, a factor's rows are its columns. `bias` [n] and `residual` are added where they are
 * not 0; c may be its own residual.
 */
export function productRoutine(assembly: Assembly) {
  const packA = packingRoutines(assembly, ROWS)
  const packB = packingRoutines(assembly, COLUMNS)
  const tile = tileRoutine(assembly)
  const sizes = ['m', 'n', 'k', 'byColumns', 'from', 'to'] as const
  const factors = ['a', 'aRow', 'aTurned', 'b', 'bRow', 'bTurned'] as const
  const results = ['c', 'cRow', 'bias', 'residual', 'residualRow'] as const
  return assembly.routine('product', { integers: [...factors, ...results, ...sizes] }, (x, self) => {
    const { edge, packedA, packedB, atA, atB } = self.declare('i32', 'edge', 'packedA', 'packedB', 'atA', 'atB')
    const { column, inner, top, i, j } = self.declare('i32', 'column', 'inner', 'top', 'i', 'j')
    const { columns, depth, rows } = self.declare('i32', 'columns', 'depth', 'rows')
    const { left, right, above, below } = self.declare('i32', 'left', 'right', 'above', 'below')
    const { bias, added, addedRow, inPlace } = self.declare('i32', 'bias', 'added', 'addedRow', 'inPlace')

    const copyB: Code = when(
      x.bTurned,
      packB.across(packedB, place(x.b, x.bRow, column, inner), x.bRow, columns, depth),
      packB.along(packedB, place(x.b, x.bRow, inner, column), x.bRow, columns, depth),
    )
    const copyA: Code = when(
      x.aTurned,
      packA.along(packedA, place(x.a, x.aRow, inner, top), x.aRow, rows, depth),
      packA.across(packedA, place(x.a, x.aRow, top, inner), x.aRow, rows, depth),
    )
    const tiles: Code = [
      atB.set(select(place(x.b, x.bRow, inner, column), packedB, inPlace)),
      loop(j, 0, columns, COLUMNS, [
        atA.set(packedA),
        loop(i, 0, rows, ROWS, [
          tile.call({
            a: atA,
            b: atB,
            depth,
            bStep: select(x.bRow, FLOAT * COLUMNS, inPlace),
            c: place(x.c, x.cRow, i32.add(top, i), i32.add(column, j)),
            cRow: x.cRow,
            bias: ifGiven(bias, i32.add(bias, floats(i32.add(column, j)))),
            added: ifGiven(added, place(added, addedRow, i32.add(top, i), i32.add(column, j))),
            addedRow,
            rows: i32.sub(rows, i),
            columns: i32.sub(columns, j),
            edge,
          }),
          atA.increase(i32.mul(depth, FLOAT * ROWS)),
        ]),
        atB.increase(select(FLOAT * COLUMNS, i32.mul(depth, FLOAT * COLUMNS), inPlace)),
      ]),
    ]
    return [
      left.set(select(x.from, 0, x.byColumns)),
      right.set(select(x.to, x.n, x.byColumns)),
      above.set(select(0, x.from, x.byColumns)),
      below.set(select(x.m, x.to, x.byColumns)),
      edge.set(assembly.scratch),
      packedA.set(i32.add(edge, EDGE_BYTES)),
      packedB.set(i32.add(packedA, A_BYTES)),
      // For a tile or two a copy of B would cost more than it spares.
      inPlace.set(
        i32.and(
          i32.less(i32.sub(below, above), 2 * ROWS + 1),
          i32.and(i32.isZero(x.bTurned), i32.isZero(i32.and(x.n, COLUMNS - 1))),
        ),
      ),
      loop(column, left, right, WIDE, [
        columns.set(i32.min(WIDE, i32.sub(right, column))),
        loop(inner, 0, x.k, INNER, [
          depth.set(i32.min(INNER, i32.sub(x.k, inner))),
          // From the second block on, what the first ones came to is what the rest is added to.
          bias.set(select(0, x.bias, inner)),
          added.set(select(x.c, x.residual, inner)),
          addedRow.set(select(x.cRow, x.residualRow, inner)),
          when(inPlace, [], copyB),
          loop(top, above, below, TALL, [rows.set(i32.min(TALL, i32.sub(below, top))), copyA, tiles]),
        ]),
      ]),
    ]
  })
}

/**
 * Copies a block for the inner loop: `width` neighbours (rows of A, columns of B) side by side for one place along the
 * inner dimension after another, then the next neighbours. What is missing of the last of them becomes zero.
 */
function packingRoutines(assembly: Assembly, width: number) {
  const calling = (routine: ReturnType<typeof packing>) => {
    return (to: Value, from: Value, stride: Value, neighbours: Value, depth: Value): Code =>
      routine.call({ to, from, stride, neighbours, depth })
  }
  return { along: calling(packing(assembly, width, true)), across: calling(packing(assembly, width, false)) }
}

/** @param along Whether neighbours lie side by side already; else what lies side by side is the inner dimension. */
function packing(assembly: Assembly, width: number, along: boolean) {
  const name = `pack${width}${along ? 'Along' : 'Across'}`
  const integers = ['to', 'from', 'stride', 'neighbours', 'depth'] as const
  return assembly.routine(name, { integers }, ({ to, from, stride, neighbours, depth }, self) => {
    const { first, p, at, left, j } = self.declare('i32', 'first', 'p', 'at', 'left', 'j')
    const next = (turns: number): Code => [
      at.increase(along ? i32.mul(stride, turns) : FLOAT * turns),
      to.increase(FLOAT * width * turns),
    ]
    // Reads the last neighbour again instead of what is behind it.
    const neighbour = row(at, along ? FLOAT : stride, i32.min(j, i32.sub(left, 1)))
    const some = loop(p, 0, depth, 1, [
      loop(j, 0, width, 1, [
        f32.store(i32.add(to, floats(j)), select(f32.load(neighbour), f32.constant(0), i32.less(j, left))),
      ]),
      next(1),
    ])
    const all: Code = along
      ? loop(p, 0, depth, 1, [
          count(width / 4).map((v) => f32x4.store(to, f32x4.load(at, VECTOR * v), VECTOR * v)),
          next(1),
        ])
      : [
          p.set(0),
          during(p, i32.sub(depth, 3), 4, [turnSquares(self, to, at, stride, width), next(4)]),
          during(p, depth, 1, [
            count(width).map((i) => f32.store(to, f32.load(row(at, stride, i)), FLOAT * i)),
            next(1),
          ]),
        ]
    return loop(first, 0, neighbours, width, [
      at.set(row(from, along ? FLOAT : stride, first)),
      left.set(i32.sub(neighbours, first)),
      when(i32.less(left, width), some, all),
    ])
  })
}

/** Four columns of `width` rows, as four rows of `width` columns. */
function turnSquares(self: Routine, to: Variable, from: Variable, stride: Variable, width: number): Code {
  const { a, b, c, d } = self.declare('v128', 'a', 'b', 'c', 'd')
  const { ab02, ab13, cd02, cd13 } = self.declare('v128', 'ab02', 'ab13', 'cd02', 'cd13')
  return count(width / 4).map((v) => {
    const write = (line: number, x: Variable, y: Variable, lanes: number[]) =>
      f32x4.store(to, f32x4.shuffle(x, y, lanes), VECTOR * v + FLOAT * width * line)
    return [
      [a, b, c, d].map((to, i) => to.set(f32x4.load(row(from, stride, 4 * v + i)))),
      ab02.set(f32x4.shuffle(a, b, [0, 4, 1, 5])),
      ab13.set(f32x4.shuffle(a, b, [2, 6, 3, 7])),
      cd02.set(f32x4.shuffle(c, d, [0, 4, 1, 5])),
      cd13.set(f32x4.shuffle(c, d, [2, 6, 3, 7])),
      write(0, ab02, cd02, [0, 1, 4, 5]),
      write(1, ab02, cd02, [2, 3, 6, 7]),
      write(2, ab13, cd13, [0, 1, 4, 5]),
      write(3, ab13, cd13, [2, 3, 6, 7]),
    ]
  })
}

/**
 * One tile of c. Rows of b lie `bStep` bytes apart; `rows` and `columns` are those that c has from there on; `edge` is
 * room for a tile.
 */
function tileRoutine(assembly: Assembly) {
  const integers = [
    ...(['a', 'b', 'bStep', 'depth', 'c', 'cRow', 'bias', 'added', 'addedRow'] as const),
    ...(['rows', 'columns', 'edge'] as const),
  ]
  return assembly.routine('tile', { integers }, (x, self) => {
    const sums = count(ROWS * GROUPS).map(() => self.variable('v128'))
    const right = count(GROUPS).map(() => self.variable('v128'))
    const left = self.variable('v128')
    const { end, i, j } = self.declare('i32', 'end', 'i', 'j')
    const { one } = self.declare('f32', 'one')
    const eachSum = (work: (sum: Variable, row: number, offset: number) => Code): Code =>
      sums.map((sum, s) => work(sum, Math.floor(s / GROUPS), VECTOR * (s % GROUPS)))

    const whole: Code = [
      when(
        x.bias,
        eachSum((sum, _, offset) => sum.set(f32x4.add(sum, f32x4.load(x.bias, offset)))),
      ),
      when(
        x.added,
        eachSum((sum, r, offset) => sum.set(f32x4.add(sum, f32x4.load(row(x.added, x.addedRow, r), offset)))),
      ),
      eachSum((sum, r, offset) => f32x4.store(row(x.c, x.cRow, r), sum, offset)),
    ]
    const part: Code = [
      eachSum((sum, r, offset) => f32x4.store(x.edge, sum, FLOAT * COLUMNS * r + offset)),
      loop(i, 0, i32.min(x.rows, ROWS), 1, [
        loop(j, 0, i32.min(x.columns, COLUMNS), 1, [
          one.set(f32.load(place(x.edge, FLOAT * COLUMNS, i, j))),
          when(x.bias, one.set(f32.add(one, f32.load(i32.add(x.bias, floats(j)))))),
          when(x.added, one.set(f32.add(one, f32.load(place(x.added, x.addedRow, i, j))))),
          f32.store(place(x.c, x.cRow, i, j), one),
        ]),
      ]),
    ]
    return [
      end.set(i32.add(x.a, i32.mul(x.depth, FLOAT * ROWS))),
      during(x.a, end, FLOAT * ROWS, [
        right.map((factor, v) => factor.set(f32x4.load(x.b, VECTOR * v))),
        count(ROWS).map((r) => [
          left.set(f32x4.loadSplat(x.a, FLOAT * r)),
          right.map((factor, v) => {
            const sum = sums[r * GROUPS + v]!
            return sum.set(self.mulAdd(left, factor, sum))
          }),
        ]),
        x.b.increase(x.bStep),
      ]),
      when(i32.and(i32.less(ROWS - 1, x.rows), i32.less(COLUMNS - 1, x.columns)), whole, part),
    ]
  })
}
