/** @file A completion written token by token, each on the colour of its difference; one stop for the Tab key. */
import { type KeyboardEvent, useRef } from 'react'
import { words } from '../../i18n/words'
import { fixed, signed } from './numbers'
import { signOf, tokenStyle } from './token-scale'
import type { Side } from './token-sums'
import styles from './tokens.module.css'

interface Props {
  side: Side
  texts: readonly string[]
  policy: readonly number[]
  against: readonly number[]
  limit: number
  /** The token that the readout tells of, where it is one of these. */
  pointed: number | null
  onPoint: (index: number | null) => void
}

const MOVES: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => Math.min(count - 1, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** What stands for a token that shows nothing by itself. */
export function visible(text: string): string {
  if (text === '') return '·'
  return text.replaceAll('\n', '↵\n')
}

/** In a sentence or a table: the spaces must be seen. */
export function quoted(text: string): string {
  if (text === '') return words.inside.tokens.part
  return text.replaceAll('\n', '↵').replaceAll(' ', '␣')
}

/** For the ear. */
const spoken = (text: string): string =>
  text === '' ? words.inside.tokens.part : text.trim() || (text.includes('\n') ? words.inside.tokens.newline : '␣')

export function CompletionTokens({ side, texts, policy, against, limit, pointed, onPoint }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const text = words.inside.tokens
  const stop = pointed ?? 0
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const next = list.current?.children[move(stop, texts.length)] as HTMLElement | undefined
    next?.focus()
  }
  return (
    <div
      ref={list}
      className={styles.tokens}
      role="listbox"
      aria-label={text.completion[side]}
      aria-orientation="horizontal"
      data-testid={`tokens-${side}`}
      onKeyDown={onKeyDown}
    >
      {texts.map((piece, i) => {
        const difference = policy[i]! - against[i]!
        return (
          <span
            // A token is its place.
            key={i}
            role="option"
            tabIndex={i === stop ? 0 : -1}
            aria-selected={i === pointed}
            aria-label={text.token(spoken(piece), signed(difference, 3), fixed(policy[i]!, 3), fixed(against[i]!, 3))}
            className={styles.token}
            data-sign={signOf(difference, limit)}
            data-difference={difference.toFixed(4)}
            style={tokenStyle(difference, limit)}
            onPointerEnter={() => onPoint(i)}
            onFocus={() => onPoint(i)}
          >
            {visible(piece)}
          </span>
        )
      })}
    </div>
  )
}
