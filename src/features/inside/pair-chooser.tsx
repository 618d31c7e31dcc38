/** @file Which held-out pair is looked at: one after the other, or by its prompt. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { words } from '../../i18n/words'
import type { TokenTexts } from '../../protocol/train-events'
import { insideStore } from '../../store/plots/inside-view'
import styles from './tokens.module.css'

const LONGEST = 80

const brief = (prompt: string): string => {
  const line = prompt.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

export function PairChooser({ texts, pair }: { texts: readonly TokenTexts[]; pair: number }) {
  const text = words.inside.tokens
  const show = (next: number) => insideStore.setState({ pair: (next + texts.length) % texts.length })
  return (
    <div className={styles.chooser}>
      <button type="button" className={styles.arrow} aria-label={text.previous} onClick={() => show(pair - 1)}>
        <ChevronLeft size={16} aria-hidden />
      </button>
      <select
        className={styles.select}
        aria-label={text.pair}
        data-testid="tokens-pair"
        value={pair}
        onChange={(event) => show(Number(event.currentTarget.value))}
      >
        {texts.map((one, i) => (
          <option key={`${one.source} ${one.row}`} value={i}>
            {text.choice(i + 1, texts.length, brief(one.prompt))}
          </option>
        ))}
      </select>
      <button type="button" className={styles.arrow} aria-label={text.next} onClick={() => show(pair + 1)}>
        <ChevronRight size={16} aria-hidden />
      </button>
    </div>
  )
}
