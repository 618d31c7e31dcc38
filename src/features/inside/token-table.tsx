/** @file The tokens of a completion as a table: what the colours show, to be read line by line. */
import { words } from '../../i18n/words'
import { quoted } from './completion-tokens'
import { fixed, signed } from './numbers'
import type { Side } from './token-sums'
import styles from './tokens.module.css'

interface Props {
  side: Side
  texts: readonly string[]
  policy: readonly number[]
  against: readonly number[]
}

export function TokenTable({ side, texts, policy, against }: Props) {
  const text = words.inside.tokens
  return (
    <table className={styles.table}>
      <caption data-side={side}>{text.completion[side]}</caption>
      <thead>
        <tr>
          <th scope="col">{text.head.token}</th>
          <th scope="col">{text.head.policy}</th>
          <th scope="col">{text.head.against}</th>
          <th scope="col">{text.head.difference}</th>
        </tr>
      </thead>
      <tbody>
        {texts.map((piece, i) => (
          // A token is its place.
          <tr key={i}>
            <th scope="row">{quoted(piece)}</th>
            <td>{fixed(policy[i]!, 3)}</td>
            <td>{fixed(against[i]!, 3)}</td>
            <td>{signed(policy[i]! - against[i]!, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
