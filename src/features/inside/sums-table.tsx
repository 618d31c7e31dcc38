/** @file How the tokens of a pair add up to its log-probs, and these to its reward, by the objective's own formula. */
import { formatSetting } from '../../components/format'
import { words } from '../../i18n/words'
import { decimalsFor, fixed, signed } from './numbers'
import { marginReading } from './sums-reading'
import { contributions, type PairSums, type RewardRule, rewarded, SIDES } from './token-sums'
import styles from './tokens.module.css'

interface Props {
  sums: PairSums
  /** Null where the objective has no reward. */
  rule: RewardRule | null
  /** Name of the model that is compared with. */
  against: string
  /** The differences are those that the reward is made of. */
  isReference: boolean
}

interface Row {
  id: string
  name: string
  values: [number, number]
  /** Whole numbers: tokens. */
  count?: boolean
  strong?: boolean
}

export function SumsTable({ sums, rule, against, isReference }: Props) {
  const text = words.inside.tokens
  const ofSides = (pick: (side: (typeof SIDES)[number]) => number): [number, number] => [
    pick('chosen'),
    pick('rejected'),
  ]
  const rows: Row[] = [
    { id: 'policy', name: text.rows.policy, values: ofSides((side) => sums[side].policy) },
    { id: 'against', name: text.rows.against(against), values: ofSides((side) => sums[side].against) },
    { id: 'difference', name: text.rows.difference, values: ofSides((side) => sums[side].difference), strong: true },
  ]
  if (rule?.perToken)
    rows.push({ id: 'length', name: text.rows.tokens, values: ofSides((side) => sums[side].tokens), count: true })
  if (rule) {
    const of = (key: 'policy' | 'difference') => ofSides((side) => rewarded(rule, sums[side][key], sums[side].tokens))
    if (!rule.fromReference) {
      rows.push({ id: 'reward', name: text.rows.reward(formula(rule, 'policy')), values: of('policy'), strong: true })
      rows.push({ id: 'gained', name: text.rows.gained(formula(rule, 'difference')), values: of('difference') })
    } else if (isReference) {
      const name = text.rows.reward(formula(rule, 'difference'))
      rows.push({ id: 'reward', name, values: of('difference'), strong: true })
    }
  }
  return (
    <section className={styles.sums} aria-label={text.sums}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text.sums}</th>
            {SIDES.map((side) => (
              <th key={side} scope="col" data-side={side}>
                {text.sides[side]}
              </th>
            ))}
            <th scope="col">{text.columns.gap}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, values, count, strong }) => {
            const digits = decimalsFor(values)
            const write = (value: number) =>
              count ? String(value) : id === 'policy' || id === 'against' ? fixed(value, digits) : signed(value, digits)
            return (
              <tr key={id} data-testid={`sum-${id}`} data-strong={strong || undefined}>
                <th scope="row">{name}</th>
                <td>{write(values[0])}</td>
                <td>{write(values[1])}</td>
                <td>{count ? '' : signed(values[0] - values[1], digits)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={styles.reading} data-testid="sums-reading">
        {rule === null
          ? text.noReward
          : rule.fromReference && !isReference
            ? text.otherReference
            : marginReading(contributions(rule, sums), rule.fromReference)}
      </p>
    </section>
  )
}

/** "β · difference / |y|, β = 0.1" */
function formula({ symbol, scale, perToken }: RewardRule, of: 'policy' | 'difference'): string {
  const { formula: parts } = words.inside.tokens
  return `${symbol} · ${parts[of]}${perToken ? ` / ${parts.length}` : ''}, ${symbol} = ${formatSetting(scale)}`
}
