/** @file What the colours and underlines of the tokens mean. */
import { formatSetting } from '../../components/format'
import { words } from '../../i18n/words'
import { tokenStyle } from './token-scale'
import styles from './tokens.module.css'

const STEPS = [-1, -0.5, 0, 0.5, 1]

export function TokenLegend({ limit }: { limit: number }) {
  const text = words.inside.tokens
  const label = (share: number) => {
    const value = formatSetting(Math.abs(share * limit))
    const text = share === 0 ? '0' : `${share < 0 ? '\u2212' : '+'}${value}`
    // What lies beyond takes the colour of the end.
    return Math.abs(share) < 1 ? text : `${share < 0 ? '≤' : '≥'} ${text}`
  }
  return (
    <div className={styles.legend}>
      <span className={styles.legendTitle}>{text.legend}</span>
      <span className={styles.scale}>
        <span>{text.less}</span>
        {STEPS.map((share) => (
          <span
            key={share}
            className={styles.token}
            data-sign={share === 0 ? 'none' : share > 0 ? 'up' : 'down'}
            style={tokenStyle(share, 1)}
          >
            {label(share)}
          </span>
        ))}
        <span>{text.more}</span>
      </span>
    </div>
  )
}
