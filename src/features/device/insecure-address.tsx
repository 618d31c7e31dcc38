/** @file Why a page that came over plain http from another machine has no GPU, and what to do about it. */
import { words } from '../../i18n/words'
import styles from './device-details.module.css'

/** Browsers give GPU, storage and clipboard to pages of https and of localhost alone. */
export const isInsecure = (): boolean => !window.isSecureContext

const FLAG = 'chrome://flags/#unsafely-treat-insecure-origin-as-secure'

/** The port that the server listens on; at this end another one where only an administrator may open that. */
export function tunnelCommand({ hostname, port }: Pick<Location, 'hostname' | 'port'>): string {
  const there = Number(port || '80')
  const here = there < 1024 ? 8080 : there
  return `ssh -L ${here}:localhost:${there} ${hostname}`
}

export function InsecureAddress() {
  const { insecure } = words.sharing
  return (
    <section className={styles.insecure} aria-label={insecure.title}>
      <h3 className={styles.name}>{insecure.title}</h3>
      <p className={styles.text}>{insecure.reason(location.origin)}</p>
      <h4 className={styles.heading}>{insecure.remedies}</h4>
      <ol className={styles.remedies}>
        <li>{insecure.https}</li>
        <li>{insecure.localhost}</li>
        <li>{insecure.tunnel(tunnelCommand(location))}</li>
        <li>{insecure.flag(FLAG, location.origin)}</li>
      </ol>
    </section>
  )
}
