/** @file The reason for the device, the remedy, and its limits. */
import { isPhone } from '../../client/is-phone'
import { formatBytes, formatCount } from '../../components/format'
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import styles from './device-details.module.css'
import { InsecureAddress, isInsecure } from './insecure-address'

const limitText = (name: string, value: number) => (/size|bytes/i.test(name) ? formatBytes(value) : formatCount(value))

/** maxBufferSize reads as "max buffer size". */
const limitName = (name: string) => name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

export function DeviceDetails() {
  const device = useSession((s) => s.device)
  const replayOnly = useSession((s) => s.replayOnly)
  if (replayOnly && !isPhone()) return <p className={styles.text}>{words.sharing.classReplay}</p>
  if (replayOnly) {
    return (
      <>
        <p className={styles.text}>{words.device.phoneReason}</p>
        <p className={styles.text}>{words.device.phoneRemedy}</p>
      </>
    )
  }
  if (!device) return <p className={styles.text}>{words.device.waiting}</p>
  const limits = Object.entries(device.limits)
  return (
    <div className={styles.details}>
      {isInsecure() && <InsecureAddress />}
      <p className={styles.name}>{words.told.device.name(device)}</p>
      <p className={styles.text}>{words.told.device.reason(device)}</p>
      {device.remedy && !isInsecure() && (
        <>
          <h3 className={styles.heading}>{words.device.remedy}</h3>
          <p className={styles.text}>{words.told.device.remedy(device)}</p>
        </>
      )}
      <dl className={styles.list}>
        <dt>{words.device.backend}</dt>
        <dd>{device.backend}</dd>
        {device.features.length > 0 && (
          <>
            <dt>{words.device.features}</dt>
            <dd>{device.features.join(', ')}</dd>
          </>
        )}
        {limits.map(([name, value]) => (
          <div key={name} className={styles.pair}>
            <dt>{limitName(name)}</dt>
            <dd>{limitText(name, value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
