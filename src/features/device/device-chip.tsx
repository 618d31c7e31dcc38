/** @file Where the numbers are computed: the GPU's name, or why there is none and what to do about it. */
import { Popover } from '@mantine/core'
import { Cpu } from 'lucide-react'
import { isPhone } from '../../client/is-phone'
import { ErrorCard } from '../../components/error-card'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import type { Session } from '../../store/session-store'
import styles from './device-chip.module.css'
import { DeviceDetails } from './device-details'
import { isInsecure } from './insecure-address'

type Tone = 'good' | 'slow' | 'waiting'

function chipText({ device, replayOnly, errors }: Session): { text: string; tone: Tone } {
  if (replayOnly) return { text: isPhone() ? words.device.phone : words.sharing.replayChip, tone: 'slow' }
  if (!device) {
    const failed = errors.some((shown) => shown.during === 'open')
    return { text: failed ? words.obstacle.fix.device : words.device.waiting, tone: failed ? 'slow' : 'waiting' }
  }
  if (device.backend !== 'webgpu') {
    return { text: isInsecure() ? words.sharing.insecure.chip : words.device.wasm, tone: 'slow' }
  }
  return device.software
    ? { text: words.device.software(words.told.device.name(device)), tone: 'slow' }
    : { text: words.told.device.name(device), tone: 'good' }
}

export function DeviceChip() {
  const { control } = usePlayground()
  const text = useSession((s) => chipText(s).text)
  const tone = useSession((s) => chipText(s).tone)
  const errors = useSession((s) => s.errors)
  return (
    <Popover width={360} position="bottom-end" withArrow shadow="md" trapFocus={false}>
      <Popover.Target>
        <button type="button" id="device-chip" className={styles.chip} data-tone={tone} data-testid="device-chip">
          <Cpu size={14} aria-hidden />
          <span className={styles.text}>{text}</span>
          {tone === 'slow' && <span className={styles.why}>{words.device.why}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.device.label}>
        {errors
          .filter((shown) => shown.during === 'open')
          .map((shown) => (
            <ErrorCard key={shown.id} error={shown.error} onDismiss={() => control.dismissError(shown.id)} />
          ))}
        <DeviceDetails />
      </Popover.Dropdown>
    </Popover>
  )
}
