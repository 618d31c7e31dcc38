/**
 * @file Sums along rows: a few threads share a row and add up what each has seen. With subgroups they exchange numbers
 * directly; without, through the workgroup's memory. The order of adding is fixed either way.
 */
import { adapterTraits } from './tile-choice'

export interface RowReduction {
  /** Threads that share a row. */
  lanes: number
  rowsPerGroup: number
  enables: string[]
  /** For a kernel's key. */
  name: string
  /**
   * `sumOfRow(value, local)` and, if asked for, `largestOfRow(value, local)`: of f32, the same for all lanes of a row.
   * All threads of the workgroup must call them together.
   */
  code: string
}

const GROUP = 64
/** Without subgroups. */
const SHARED_LANES = 16
const MOST_LANES = 32
/** Workgroups along x, at most. */
const ACROSS = 32_768

const forms = new Map<number, RowReduction>()

export function rowReduction(): RowReduction {
  const { smallestSubgroup } = adapterTraits()
  let form = forms.get(smallestSubgroup)
  if (!form) {
    form = build(smallestSubgroup)
    forms.set(smallestSubgroup, form)
  }
  return form
}

function build(smallestSubgroup: number): RowReduction {
  const lanes = smallestSubgroup > 1 ? Math.min(MOST_LANES, smallestSubgroup) : SHARED_LANES
  const shared = smallestSubgroup <= 1
  return {
    lanes,
    rowsPerGroup: GROUP / lanes,
    enables: shared ? [] : ['subgroups'],
    name: `${shared ? 'shared' : 'subgroup'}${lanes}`,
    code: [
      shared ? 'var<workgroup> partial: array<f32, 64>;' : '',
      ...['sum', 'largest'].map((what) => reduce(what, lanes, shared)),
    ].join('\n'),
  }
}

function reduce(what: string, lanes: number, shared: boolean): string {
  const join = (a: string, b: string) => (what === 'sum' ? `${a} + ${b}` : `max(${a}, ${b})`)
  const masks: number[] = []
  for (let mask = 1; mask < lanes; mask *= 2) masks.push(mask)
  const steps = shared
    ? masks.map(
        (mask) =>
          `partial[local] = v; workgroupBarrier(); v = ${join('v', `partial[local ^ ${mask}u]`)}; workgroupBarrier();`,
      )
    : masks.map((mask) => `v = ${join('v', `subgroupShuffleXor(v, ${mask}u)`)};`)
  return `fn ${what}OfRow(value: f32, local: u32) -> f32 { var v = value; ${steps.join(' ')} return v; }`
}

/**
 * A kernel's code in which a few threads share a row of numbers that are `width` apart: `row`, `lane` and LANES, `at`
 * (the row's first place), `present` (false for threads beyond the last row, which must come along to the sums).
 */
export function rowCode(width: string, body: string, constants = ''): string {
  const { lanes, rowsPerGroup, code } = rowReduction()
  return `${code}
const LANES = ${lanes}u;
${constants}
@compute @workgroup_size(${GROUP}) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let lane = local % LANES;
  let given = (group.y * ${ACROSS}u + group.x) * ${rowsPerGroup}u + local / LANES;
  let row = min(given, params.rows - 1u);
  let present = given < params.rows;
  let at = row * ${width};
  ${body}
}`
}

/** The dispatch for so many rows. */
export function rowGroups(rows: number): [number, number] {
  const groups = Math.ceil(rows / rowReduction().rowsPerGroup)
  return [Math.min(groups, ACROSS), Math.ceil(groups / ACROSS)]
}
