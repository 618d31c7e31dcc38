/** @file Does the order by reward agree with the order by likelihood? Counts of held-out pairs, two by two. */
import { words } from '../../i18n/words'
import type { Contingency } from '../../protocol/train-events'
import classes from './contingency-table.module.css'

const MARKS = { right: '✓', wrong: '✗' }

export function ContingencyTable({ counts, faint = false }: { counts: Contingency | null; faint?: boolean }) {
  const text = words.charts.contingency
  const total = counts ? Object.values(counts).reduce((sum: number, count: number) => sum + count, 0) : 0
  const cell = (count: number | undefined, agrees: boolean) => {
    const share = total > 0 && count !== undefined ? count / total : 0
    const color = agrees ? 'var(--color-policy)' : 'var(--color-target)'
    return (
      <td style={{ background: `color-mix(in srgb, ${color} ${Math.round(share * 24)}%, var(--color-sunken))` }}>
        {count ?? '–'}
        {count !== undefined && total > 0 && <small> {Math.round(share * 100)}%</small>}
      </td>
    )
  }
  return (
    <table className={classes.table} data-faint={faint || undefined} data-drawn>
      <thead>
        <tr>
          <td />
          <th scope="col">
            {text.likelier} {MARKS.right}
          </th>
          <th scope="col">
            {text.likelier} {MARKS.wrong}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            {text.reward} {MARKS.right}
          </th>
          {cell(counts?.bothRight, true)}
          {cell(counts?.rewardRightOnly, false)}
        </tr>
        <tr>
          <th scope="row">
            {text.reward} {MARKS.wrong}
          </th>
          {cell(counts?.likelihoodRightOnly, false)}
          {cell(counts?.neitherRight, true)}
        </tr>
      </tbody>
    </table>
  )
}
