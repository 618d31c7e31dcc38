/** @file A link in full, the verb that copies it, and the link as a QR code for a projector. */
import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { copyText } from './copy-text'
import styles from './link-field.module.css'
import { MOST_LETTERS, QrCode } from './qr-code'

export function LinkField({ address }: { address: string }) {
  const field = useRef<HTMLInputElement>(null)
  // What was copied, so that a changed link is not said to be.
  const [copied, setCopied] = useState<{ address: string; done: boolean } | null>(null)
  const [shown, setShown] = useState(false)
  const told = copied?.address === address ? copied : null
  const copy = async () => {
    if (field.current) setCopied({ address, done: await copyText(field.current) })
  }
  return (
    <div className={styles.field}>
      <div className={styles.line}>
        <input
          ref={field}
          className={styles.text}
          readOnly
          aria-label={words.sharing.link}
          data-testid="share-link"
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className={styles.copy} onClick={copy}>
          {told?.done ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {words.sharing.copy}
        </button>
      </div>
      <p className={styles.told} role="status">
        {told ? (told.done ? words.sharing.copied : words.sharing.copyByHand) : ''}
      </p>
      {address.length <= MOST_LETTERS && (
        <>
          <LinkButton aria-expanded={shown} onClick={() => setShown(!shown)}>
            {words.sharing.qr}
          </LinkButton>
          {shown && <QrCode text={address} />}
        </>
      )}
    </div>
  )
}
