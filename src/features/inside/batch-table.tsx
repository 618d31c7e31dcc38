/** @file The pairs on the curve as a table, the most wrongly ranked first. */
import { formatShare } from '../../components/format'
import { words } from '../../i18n/words'
import type { CurvePair } from './curve-plot'
import { fixed } from './numbers'
import type { ObjectiveCurve } from './objective-curve'
import { sharesOf } from './objective-reading'
import styles from './tokens.module.css'

export function BatchTable({ curve, pairs }: { curve: ObjectiveCurve; pairs: readonly CurvePair[] }) {
  const { head, table } = words.inside.objective
  const shares = sharesOf(
    curve,
    pairs.map(({ x }) => x),
  )
  return (
    <table className={styles.table} aria-label={table}>
      <thead>
        <tr>
          <th scope="col">{head.pair}</th>
          <th scope="col">{head.x[curve.x]}</th>
          <th scope="col">{head.loss}</th>
          <th scope="col">{head.weight}</th>
          <th scope="col">{head.share}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ x, loss }, i) => (
          // Its rank is its name.
          <tr key={i}>
            <th scope="row">{i + 1}</th>
            <td>{fixed(x, 3)}</td>
            <td>{fixed(loss, 3)}</td>
            <td>{fixed(Math.abs(curve.at(x).slope), 3)}</td>
            <td>{formatShare(shares[i]!)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
