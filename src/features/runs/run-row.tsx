/** @file One run of the list: overlay, name, what differs, values, pin and menu; its settings on demand. */
import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, Pencil, Pin, Play, Settings2, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import { formatDuration } from '../../components/format'
import { RunSwatch } from '../../components/plot/run-swatch'
import { words } from '../../i18n/words'
import { useLibrary, useOverlays, usePlayground, useSession } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import { describeConfig, describeDifference } from '../../store/runs/describe-difference'
import type { ComparedMetric } from '../../store/runs/run-metrics'
import { RunCells } from './run-cells'
import { RunName } from './run-name'
import styles from './runs-panel.module.css'
import type { RunRowData } from './use-rows'
import { whenText } from './when-text'

interface Props {
  row: RunRowData
  metrics: readonly ComparedMetric[]
  columns: number
}

export const RunRow = memo(function RunRow({ row, metrics, columns }: Props) {
  const { key, info, former, recording } = row
  const text = words.library
  const { library } = usePlayground()
  const isShown = useLibrary((state) => state.shown === key)
  const isLive = useLibrary((state) => state.live === key)
  const isOverlaid = useOverlays((state) => state.overlays.some((overlay) => overlay.key === key))
  const underWay = useSession(isUnderWay)
  const [renaming, setRenaming] = useState(false)
  const [open, setOpen] = useState(false)
  /** What was asked for shows at once; reading the run takes a moment. */
  const [asked, setAsked] = useState<boolean | null>(null)
  const { tag, help } = text.states[info.state]
  const difference = recording ? text.recording : former ? describeDifference(info.config, former) : text.first
  const toggle = async () => {
    setAsked(!isOverlaid)
    await library.toggleOverlay(key)
    setAsked(null)
  }
  const show = () => void library.show(key)
  return (
    <>
      <tr data-shown={isShown || undefined}>
        <td className={styles.overlay}>
          <label title={text.overlay(info.name)}>
            <input
              type="checkbox"
              checked={asked ?? isOverlaid}
              aria-label={text.overlay(info.name)}
              onChange={() => void toggle()}
            />
            <RunSwatch place={info.color} />
          </label>
        </td>
        <th scope="row" className={styles.name}>
          <span className={styles.nameLine}>
            <RunName
              name={info.name}
              isShown={isShown}
              disabled={underWay || recording}
              renaming={renaming}
              onShow={show}
              onRename={(name) => {
                setRenaming(false)
                if (name !== null) library.rename(key, name)
              }}
            />
            {tag && (
              <span className={styles.tag} title={help}>
                {tag}
              </span>
            )}
          </span>
          <span className={styles.below}>{difference}</span>
        </th>
        <td className={styles.difference} title={difference}>
          {difference}
        </td>
        {metrics.map((metric, i) => (
          <RunCells key={metric} row={row} metric={metric} second={i > 0} />
        ))}
        <td className={styles.value} data-column="steps" title={help}>
          {info.step}
          {info.totalSteps > info.step && <small> / {info.totalSteps}</small>}
        </td>
        <td
          className={styles.value}
          data-column="when"
          title={info.startedAt ? new Date(info.startedAt).toLocaleString(document.documentElement.lang) : ''}
        >
          {info.startedAt > 0 ? whenText(info.startedAt) : ''}
        </td>
        <td className={styles.tools}>
          {!recording && (
            <>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={info.pinned ? text.unpin(info.name) : text.pin(info.name)}
                aria-pressed={info.pinned}
                data-on={info.pinned || undefined}
                className={styles.pin}
                onClick={() => library.pin(key, !info.pinned)}
              >
                <Pin size={14} aria-hidden fill={info.pinned ? 'currentColor' : 'none'} />
              </ActionIcon>
              <Menu position="bottom-end" shadow="sm" withinPortal>
                <Menu.Target>
                  <ActionIcon variant="subtle" color="gray" size={24} aria-label={text.menu(info.name)}>
                    <EllipsisVertical size={14} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item leftSection={<Play size={14} aria-hidden />} disabled={underWay} onClick={show}>
                    {text.showAgain}
                  </Menu.Item>
                  <Menu.Item leftSection={<Settings2 size={14} aria-hidden />} onClick={() => setOpen(!open)}>
                    {open ? text.hideSettings : text.settings}
                  </Menu.Item>
                  <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => setRenaming(true)}>
                    {text.rename}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<Trash2 size={14} aria-hidden />}
                    disabled={isLive}
                    onClick={() => void library.remove(key)}
                  >
                    {text.delete}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </>
          )}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={columns} className={styles.details}>
            <p>{text.took(formatDuration(info.seconds), words.told.device.name(info.device))}</p>
            <dl aria-label={text.settingsOf(info.name)}>
              {describeConfig(info.config).map(({ label, value }, i) => (
                <div key={i}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </td>
        </tr>
      )}
    </>
  )
})
