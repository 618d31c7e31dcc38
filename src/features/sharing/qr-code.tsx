/** @file A text as a QR code: black on white in every theme, since cameras want it so; large for a projector. */
import { useState } from 'react'
import { encode } from 'uqr'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import styles from './qr-code.module.css'

/** Light modules around the code, as its standard asks. */
const BORDER = 4

/** What the largest code of this kind holds, in bytes; an address has a byte per letter. */
export const MOST_LETTERS = 2953

/** One path of unit squares, a run of dark modules at a time. */
function pathOf(rows: boolean[][]): string {
  return rows
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return []
        const end = row.indexOf(false, x)
        return `M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`
      }),
    )
    .join('')
}

export function QrCode({ text }: { text: string }) {
  const [large, setLarge] = useState(false)
  const { size, data } = encode(text, { ecc: 'L', border: BORDER })
  return (
    <div className={styles.qr}>
      <svg
        className={styles.code}
        data-large={large || undefined}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label={words.sharing.qr}
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={pathOf(data)} fill="#000" />
      </svg>
      <LinkButton onClick={() => setLarge(!large)}>
        {large ? words.sharing.qrSmaller : words.sharing.qrLarger}
      </LinkButton>
    </div>
  )
}
