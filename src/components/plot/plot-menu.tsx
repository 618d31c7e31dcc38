/** @file What can be done with any plot: enlarge, look at the table, change the scale, take the values along. */

import { ActionIcon, Menu } from '@mantine/core'
import {
  ChartSpline,
  ClipboardCopy,
  EllipsisVertical,
  Expand,
  FileImage,
  FileType,
  MoveVertical,
  Table2,
} from 'lucide-react'
import { words } from '../../i18n/words'

export interface PlotMenuProps {
  title: string
  view: 'plot' | 'table'
  onView: (view: 'plot' | 'table') => void
  /** Absent where the plot has no other scale. */
  scale?: 'linear' | 'asinh' | undefined
  onScale: (scale: 'linear' | 'asinh') => void
  onCopy: () => void
  onSave: (form: 'png' | 'svg') => void
  onEnlarge?: (() => void) | undefined
}

const icon = { size: 14, 'aria-hidden': true } as const

export function PlotMenu({ title, view, onView, scale, onScale, onCopy, onSave, onEnlarge }: PlotMenuProps) {
  const text = words.charts.menu
  return (
    <Menu position="bottom-end" shadow="sm" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={20} w={16} miw={16} aria-label={text.label(title)}>
          <EllipsisVertical {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onEnlarge && (
          <Menu.Item leftSection={<Expand {...icon} />} onClick={onEnlarge}>
            {text.enlarge}
          </Menu.Item>
        )}
        {view === 'plot' ? (
          <Menu.Item leftSection={<Table2 {...icon} />} onClick={() => onView('table')}>
            {text.table}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<ChartSpline {...icon} />} onClick={() => onView('plot')}>
            {text.plot}
          </Menu.Item>
        )}
        {scale && (
          <Menu.Item
            leftSection={<MoveVertical {...icon} />}
            onClick={() => onScale(scale === 'asinh' ? 'linear' : 'asinh')}
          >
            {scale === 'asinh' ? text.linear : text.asinh}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<ClipboardCopy {...icon} />} onClick={onCopy}>
          {text.copy}
        </Menu.Item>
        <Menu.Item leftSection={<FileImage {...icon} />} onClick={() => onSave('png')}>
          {words.takeAway.png}
        </Menu.Item>
        <Menu.Item leftSection={<FileType {...icon} />} onClick={() => onSave('svg')}>
          {words.takeAway.svg}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
