/** @file The values of the token that is pointed at; always there, so that nothing moves. */
import { words } from '../../i18n/words'
import { quoted } from './completion-tokens'
import { fixed, probability, signed } from './numbers'
import type { Side } from './token-sums'
import styles from './tokens.module.css'

export interface PointedToken {
  side: Side
  text: string
  policy: number
  against: number
}

export function TokenReadout({ token }: { token: PointedToken | null }) {
  const text = words.inside.tokens
  if (!token) return <p className={styles.readout}>{text.readout}</p>
  return (
    <p className={styles.readout} data-testid="token-readout">
      <b className={styles.quoted} data-side={token.side}>
        {quoted(token.text)}
      </b>
      <span>
        {text.difference} <b>{signed(token.policy - token.against, 3)}</b> {text.nats}
      </span>
      <span>
        {text.head.policy} <b>{fixed(token.policy, 3)}</b>
      </span>
      <span>
        {text.head.against} <b>{fixed(token.against, 3)}</b>
      </span>
      <span>{text.probability(probability(token.policy), probability(token.against))}</span>
    </p>
  )
}
