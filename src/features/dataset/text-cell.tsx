/** @file Text of a pair in a table: plain, or the turns of a conversation. */
import type { Text } from '../../protocol/preference'
import styles from './table.module.css'

export function TextCell({ text }: { text: Text }) {
  if (typeof text === 'string') return <span className={styles.text}>{text}</span>
  return text.map((turn, i) => (
    <span key={`${i} ${turn.role}`} className={styles.turn}>
      <span className={styles.role}>{turn.role}</span>
      <span className={styles.text}>{turn.content}</span>
    </span>
  ))
}
